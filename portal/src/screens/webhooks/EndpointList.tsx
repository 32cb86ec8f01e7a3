/** The organisation's endpoints: each with its state, and why it is not active. */
import { Trans, useLingui } from "@lingui/react/macro";
import { pathOf, paths } from "@/app/paths";
import { Link } from "@/design/Link";
import { Table } from "@/design/Table";
import { TableScroll } from "@/design/TableScroll";
import { Time } from "@/design/Time";
import { EndpointEvents } from "./EndpointEvents";
import { EndpointState } from "./EndpointState";
import type { Endpoint } from "./endpoint";
import styles from "./Webhooks.module.css";

export function EndpointList({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const { t } = useLingui();
  return (
    <TableScroll label={t`Endpoints`}>
      <Table caption={t`Endpoints, oldest first`}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Address</Trans>
            </th>
            <th scope="col">
              <Trans>State</Trans>
            </th>
            <th scope="col">
              <Trans>Events</Trans>
            </th>
            <th scope="col">
              <Trans>Added</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <Row key={endpoint.id} endpoint={endpoint} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function Row({ endpoint }: { endpoint: Endpoint }) {
  return (
    <tr>
      <th scope="row" className={styles.address}>
        <Link href={pathOf(paths.webhook, endpoint.id)}>{endpoint.url}</Link>
      </th>
      <td className={styles.why}>
        <EndpointState endpoint={endpoint} />
      </td>
      <td>
        <EndpointEvents types={endpoint.eventTypes} />
      </td>
      <td>
        <Time at={endpoint.createdAt} />
      </td>
    </tr>
  );
}

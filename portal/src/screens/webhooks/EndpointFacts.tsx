/** What is known of an endpoint. */
import { useLingui } from "@lingui/react/macro";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import { EndpointEvents } from "./EndpointEvents";
import { EndpointState } from "./EndpointState";
import type { Endpoint } from "./endpoint";

export function EndpointFacts({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Endpoint`}>
      <DescriptionList
        items={[
          { term: t`State`, value: <EndpointState endpoint={endpoint} /> },
          { term: t`Events`, value: <EndpointEvents types={endpoint.eventTypes} /> },
          { term: t`Added`, value: <Time at={endpoint.createdAt} /> },
        ]}
      />
    </Panel>
  );
}

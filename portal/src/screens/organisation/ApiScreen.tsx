/** Where the API is, and how an organisation's programs get access to it. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ScreenProps } from "@/app/screens";
import { useViewer } from "@/app/viewer";
import { WriteToSupport } from "@/app/WriteToSupport";
import { CopyBox } from "@/design/CopyBox";
import { Link } from "@/design/Link";
import { Panel } from "@/design/Panel";
import styles from "./Organisation.module.css";
import { OrganisationPage } from "./OrganisationPage";

export default function ApiScreen(_: ScreenProps) {
  const { t } = useLingui();
  return (
    <OrganisationPage
      title={t`API`}
      lead={<Trans>Give this address to those who connect your own programs.</Trans>}
    >
      <Panel title={<Trans>Address</Trans>}>
        <div className={styles.text}>
          <CopyBox label={t`Address of the API`} value={`${window.location.origin}/graphql`} />
          <p>
            <Trans>It is one GraphQL API; this portal uses nothing else.</Trans>
          </p>
          <Ways />
        </div>
      </Panel>
      <Panel title={<Trans>Ask for access</Trans>}>
        <Access />
      </Panel>
    </OrganisationPage>
  );
}

function Ways() {
  return (
    <ul className={styles.list}>
      <li>
        <Trans>
          <Link href="/graphiql" reloads>
            Explorer
          </Link>
          : try operations in the browser, with examples and with your own session.
        </Trans>
      </li>
      <li>
        <Trans>
          <Link href="/schema.graphql" reloads>
            Schema
          </Link>
          : every type, field and argument with its description, to make code from.
        </Trans>
      </li>
    </ul>
  );
}

function Access() {
  const { t } = useLingui();
  const { organisation } = useViewer();
  const name = organisation?.name ?? "";
  return (
    <div className={styles.text}>
      <p>
        <Trans>
          A program needs an API key. It is asked for from the address of a primary user, with what
          the program is to do; you have an answer within two working days.
        </Trans>{" "}
        <WriteToSupport subject={t`API access: ${name}`} />
      </p>
      <p>
        <Trans>
          To try things out, a program can also sign in as you do, with <code>wantsToken</code> in
          the mutation <code>signIn</code>, and send the token that it gets as{" "}
          <code>Authorization: Bearer</code>.
        </Trans>
      </p>
    </div>
  );
}

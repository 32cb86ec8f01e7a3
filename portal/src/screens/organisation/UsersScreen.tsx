/** Who may do what in an organisation, and how users are added and changed today. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ScreenProps } from "@/app/screens";
import { Panel } from "@/design/Panel";
import { AskPrimary } from "./AskPrimary";
import styles from "./Organisation.module.css";
import { OrganisationPage } from "./OrganisationPage";

export default function UsersScreen(_: ScreenProps) {
  const { t } = useLingui();
  return (
    <OrganisationPage
      title={t`Users`}
      lead={
        <Trans>Have colleagues added, changed or removed; there is no limit to their number.</Trans>
      }
    >
      <Panel title={<Trans>Add, change or remove a user</Trans>}>
        <div className={styles.text}>
          <p>
            <Trans>Users cannot be listed or changed here yet.</Trans>{" "}
            <AskPrimary subject={t`Users`} />
          </p>
          <p>
            <Trans>Say of each person:</Trans>
          </p>
          <WhatToSay />
        </div>
      </Panel>
      <Panel title={<Trans>Who may do what</Trans>}>
        <Roles />
      </Panel>
    </OrganisationPage>
  );
}

function WhatToSay() {
  return (
    <ul className={styles.list}>
      <li>
        <Trans>first name, family name and job title</Trans>
      </li>
      <li>
        <Trans>e-mail address, which must be one of your organisation</Trans>
      </li>
      <li>
        <Trans>whether the person is to be a member or a primary user</Trans>
      </li>
    </ul>
  );
}

function Roles() {
  return (
    <ul className={styles.list}>
      <li>
        <Trans>
          A <strong>member</strong> sees shared results, and makes and downloads files of them.
        </Trans>
      </li>
      <li>
        <Trans>
          A <strong>primary user</strong> does so as well, manages webhooks, and speaks for the
          organisation: changes of users, details and API access are made at the word of a primary
          user only.
        </Trans>
      </li>
    </ul>
  );
}

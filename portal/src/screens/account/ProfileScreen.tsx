/** The signed-in person's own account: who one is here, language and colours. */
import { Trans, useLingui } from "@lingui/react/macro";
import { isFor } from "@/app/audience";
import { paths } from "@/app/paths";
import type { ScreenProps } from "@/app/screens";
import { useTitle } from "@/app/useTitle";
import { useViewer } from "@/app/viewer";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Bidi } from "@/design/Bidi";
import { DescriptionList } from "@/design/DescriptionList";
import { Link } from "@/design/Link";
import { Name } from "@/design/Name";
import { PageHeader } from "@/design/PageHeader";
import { Panel } from "@/design/Panel";
import { useWords } from "@/text/words";
import styles from "./Account.module.css";
import { IssuerNotice } from "./IssuerNotice";
import { LanguageField } from "./LanguageField";
import { ThemeField } from "./ThemeField";

export default function ProfileScreen(_: ScreenProps) {
  const { t } = useLingui();
  const title = t`Your Profile`;
  useTitle(title);
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title={title}
        lead={<Trans>See what is held about you, and choose your language and colours.</Trans>}
      />
      {role.startsWith("ISSUER_") && <IssuerNotice />}
      <Details />
      <Panel title={<Trans>Language and colours</Trans>}>
        <div className={styles.choices}>
          <LanguageField />
          <ThemeField />
        </div>
      </Panel>
      {isFor("institution", role) && <Elsewhere />}
    </>
  );
}

function Details() {
  const { t } = useLingui();
  const words = useWords();
  const { user, role, organisation } = useViewer();
  if (!user) return null;
  const items = [
    { term: t`Name`, value: <Name first={user.firstName} family={user.familyName} /> },
    { term: t`E-mail address`, value: user.email },
    { term: t`Job title`, value: user.jobTitle && <Bidi>{user.jobTitle}</Bidi> },
    { term: t`Organisation`, value: organisation && <Bidi>{organisation.name}</Bidi> },
    { term: t`Role`, value: words.role(role) },
  ];
  return (
    <Panel title={<Trans>Your details</Trans>}>
      <DescriptionList items={items.filter(({ value }) => value)} />
      <p className={styles.note}>
        <Trans>These details and your password cannot be changed here yet.</Trans>{" "}
        <WriteToSupport subject={t`Change of my profile`} />
      </p>
    </Panel>
  );
}

function Elsewhere() {
  return (
    <Panel title={<Trans>E-mails</Trans>}>
      <p>
        <Link href={paths.notifications}>
          <Trans>Choose when we write to you about newly shared results</Trans>
        </Link>
      </p>
    </Panel>
  );
}

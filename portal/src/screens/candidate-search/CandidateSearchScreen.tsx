/** What can be done about a paper statement while the service cannot be asked by number. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { useTitle } from "@/app/useTitle";
import { useService } from "@/app/viewer";
import { Link } from "@/design/Link";
import { PageHeader } from "@/design/PageHeader";
import { Panel } from "@/design/Panel";
import styles from "./CandidateSearchScreen.module.css";

export default function CandidateSearchScreen() {
  const { t } = useLingui();
  useTitle(t`Candidate Search`);
  return (
    <>
      <PageHeader
        title={t`Candidate Search`}
        lead={t`Searching by the number of a Statement of Results is not available yet. Until it is, check a paper statement in one of these ways.`}
      />
      <AskTheCandidate />
      <AskUs />
    </>
  );
}

function AskTheCandidate() {
  const { t } = useLingui();
  return (
    <Panel title={t`Ask the candidate to share the result`}>
      <ol className={styles.steps}>
        <li>
          <Trans>
            Ask the candidate to sign in to this service and to share the result with your
            organisation. It is free for both of you.
          </Trans>
        </li>
        <li>
          <Trans>
            The result appears in <Link href={paths.sharedResults}>Shared Results</Link> at once.
          </Trans>
        </li>
        <li>
          <Trans>
            Open it and compare the reference number, the name, the date of birth and every score
            with the paper.
          </Trans>
        </li>
      </ol>
    </Panel>
  );
}

function AskUs() {
  const { t } = useLingui();
  return (
    <Panel title={t`If the candidate cannot share it`}>
      <p>
        <SupportText />
      </p>
    </Panel>
  );
}

function SupportText() {
  const { supportEmail } = useService();
  if (!supportEmail) {
    return (
      <Trans>
        Ask the awarding body, and give the number of the statement. <Careful />
      </Trans>
    );
  }
  return (
    <Trans>
      Write to <a href={`mailto:${supportEmail}`}>{supportEmail}</a> and give the number of the
      statement. <Careful />
    </Trans>
  );
}

function Careful() {
  return <Trans>Until you have an answer, treat the statement as not verified.</Trans>;
}

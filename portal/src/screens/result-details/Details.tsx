/** A share that was found: the answer first, then as much as access still gives. */
import { Trans } from "@lingui/react/macro";
import { useService } from "@/app/viewer";
import { Banner } from "@/design/Banner";
import { Name } from "@/design/Name";
import { PageHeader } from "@/design/PageHeader";
import { useFormat } from "@/text/format";
import { Actions } from "./Actions";
import { CandidatePanel } from "./CandidatePanel";
import styles from "./Details.module.css";
import { ExamPanel } from "./ExamPanel";
import { ResultPanel } from "./ResultPanel";
import { SharePanel } from "./SharePanel";
import { StandingBand } from "./StandingBand";
import type { Shown } from "./shown";

const LONG_NAME = 50;

interface DetailsProps {
  share: Shown;
  /** Another version than at first. */
  hasNewVersion: boolean;
  cannotBeReadAgain: boolean;
}

export function Details({ share, hasNewVersion, cannotBeReadAgain }: DetailsProps) {
  return (
    <div className={styles.sheet} data-long-name={hasLongName(share) || undefined}>
      <Head share={share} />
      <div className={styles.bands}>
        <StandingBand share={share} />
        {cannotBeReadAgain && <NotReadAgain />}
        {hasNewVersion && <NewVersion />}
        {share.candidate && (
          <div className={styles.actions} data-print="no">
            <Actions share={share} />
          </div>
        )}
      </div>
      <Panels share={share} />
      <PrintedFoot share={share} />
    </div>
  );
}

function Head({ share }: { share: Shown }) {
  const { candidate, result } = share;
  if (candidate === null || result === null) {
    return <PageHeader title={<Trans>Shared result without data</Trans>} />;
  }
  return (
    <PageHeader
      title={<Name first={candidate.firstName} family={candidate.familyName} />}
      lead={result.exam.name}
    />
  );
}

/** So long a name is set smaller, so that the answer stays on the first screen. */
function hasLongName({ candidate }: Shown): boolean {
  const length = (candidate?.firstName.length ?? 0) + (candidate?.familyName.length ?? 0);
  return length > LONG_NAME;
}

function Panels({ share }: { share: Shown }) {
  const { candidate, result } = share;
  if (candidate === null || result === null) return <SharePanel share={share} />;
  return (
    <div className={styles.panels}>
      <div className={styles.who}>
        <CandidatePanel share={share} person={candidate} />
      </div>
      <div className={styles.what}>
        <ResultPanel share={share} result={result} />
      </div>
      <div className={styles.where}>
        <ExamPanel result={result} />
        <SharePanel share={share} />
      </div>
    </div>
  );
}

function NotReadAgain() {
  return (
    <Banner kind="warning" title={<Trans>The connection was lost</Trans>}>
      <Trans>What you see was true at the moment given above. It is read again by itself.</Trans>
    </Banner>
  );
}

function NewVersion() {
  return (
    <Banner kind="info" title={<Trans>A newer version of the result is shown</Trans>}>
      <Trans>The awarding body amended it while you had it open.</Trans>
    </Banner>
  );
}

/** On paper only: what may be said of a result can change, paper cannot. */
function PrintedFoot({ share }: { share: Shown }) {
  const { name } = useService();
  const { moment } = useFormat();
  return (
    <p className={styles.foot}>
      <Trans>
        From {name}, as of {moment(share.standing.checkedAt)}. A result can be amended or revoked
        later: look it up in the service again before you rely on this sheet.
      </Trans>
    </p>
  );
}

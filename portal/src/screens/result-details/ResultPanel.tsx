/** What was reached: overall score, level and grade in large, then every score on the scale. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Panel } from "@/design/Panel";
import { useWords } from "@/text/words";
import styles from "./ResultPanel.module.css";
import { ScorePicture } from "./ScorePicture";
import { scaleOf } from "./scale";
import type { Result, Shown } from "./shown";

export function ResultPanel({ share, result }: { share: Shown; result: Result }) {
  const { t } = useLingui();
  const isVerified = share.standing.state === "VERIFIED";
  return <Panel title={t`Result`}>{isVerified ? <Reached result={result} /> : <NotShown />}</Panel>;
}

/** Of what is withheld or revoked there are no scores to rely on, and none are sent. */
function NotShown() {
  return (
    <p>
      <Trans>Scores, grade and level are shown only while the result is verified.</Trans>
    </p>
  );
}

function Reached({ result }: { result: Result }) {
  const { outcome } = useWords();
  const scale = scaleOf(result.exam);
  if (result.outcome !== "GRADED") {
    return (
      <>
        <p className={styles.outcome}>{outcome(result.outcome)}</p>
        <p>
          <Trans>There are no scores, no grade and no level of the CEFR.</Trans>
        </p>
      </>
    );
  }
  return (
    <>
      <Headline result={result} />
      {scale && result.overallScore !== null ? (
        <ScorePicture result={result} scale={scale} />
      ) : (
        <p className={styles.note}>
          <Trans>
            {result.exam.name} is reported by grade alone: it has no scores and no level of the
            CEFR.
          </Trans>
        </p>
      )}
    </>
  );
}

function Headline({ result }: { result: Result }) {
  const { t } = useLingui();
  const { grade: wordsOf } = useWords();
  const { overallScore, cefrLevel, grade } = result;
  return (
    <dl className={styles.headline}>
      {overallScore !== null && <Figure term={t`Overall score`}>{overallScore}</Figure>}
      {cefrLevel && <Figure term={t`CEFR level`}>{cefrLevel}</Figure>}
      {grade && <Figure term={t`Grade`}>{wordsOf(grade)}</Figure>}
    </dl>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.term}>{term}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

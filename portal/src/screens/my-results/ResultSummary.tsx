/** The overall score with level and grade, or why there is none. */
import { Trans } from "@lingui/react/macro";
import type { OwnResultFragment } from "@/api/generated/graphql";
import { useWords } from "@/text/words";
import styles from "./MyResults.module.css";

export function ResultSummary({ result }: { result: OwnResultFragment["result"] }) {
  const words = useWords();
  const { outcome, overallScore, cefrLevel, grade } = result;
  if (outcome === "WITHHELD" && result.state === "WITHHELD") return null;
  if (outcome !== "GRADED") return <p className={styles.outcome}>{words.outcome(outcome)}</p>;
  if (overallScore === null && grade === null) return null;
  return (
    <p className={styles.summary}>
      {overallScore !== null && (
        <span>
          <Trans>
            Overall score <strong className={styles.score}>{overallScore}</strong>
          </Trans>
        </span>
      )}
      {cefrLevel !== null && !grade?.startsWith("LEVEL_") && (
        <span>
          <Trans>
            Level <strong>{cefrLevel}</strong>
          </Trans>
        </span>
      )}
      {grade !== null && <strong>{words.grade(grade)}</strong>}
    </p>
  );
}

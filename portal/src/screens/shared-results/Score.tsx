/** Overall score and level; where there is no score, the grade or why there is none. */
import { useWords } from "@/text/words";
import styles from "./ResultsTable.module.css";
import type { Row } from "./useSharedResultsPage";

export function Score({ result }: { result: NonNullable<Row["result"]> }) {
  const { grade, outcome } = useWords();
  const { overallScore, cefrLevel } = result;
  if (result.outcome !== "GRADED") return <>{outcome(result.outcome)}</>;
  if (overallScore === null || overallScore === undefined) {
    return <>{result.grade ? grade(result.grade) : "–"}</>;
  }
  return (
    <span className={styles.scores}>
      <span>{overallScore}</span>
      {cefrLevel && <span className={styles.level}>{cefrLevel}</span>}
    </span>
  );
}

/** The picture of the first page: a paper and the record behind it, checked line by line. */
import styles from "./CheckedSheet.module.css";

// Where each line of the paper meets the record, and how long it is.
const LINES = [
  { y: 96, length: 118 },
  { y: 128, length: 84 },
  { y: 160, length: 132 },
  { y: 192, length: 66 },
] as const;

export function CheckedSheet() {
  return (
    <svg className={styles.picture} viewBox="0 0 360 340" aria-hidden="true" focusable="false">
      <rect className={styles.record} x="118" y="12" width="226" height="288" rx="4" />
      <path className={styles.recordLines} d="M232 96h92M232 128h70M232 160h92M232 192h52" />
      <rect className={styles.paper} x="16" y="40" width="200" height="288" rx="4" />
      <path className={styles.heading} d="M38 68h74" />
      {LINES.map(({ y, length }) => (
        <Line key={y} y={y} length={length} />
      ))}
      <Scale />
      <path className={styles.check} d="M204 262l36 34 92-108" />
    </svg>
  );
}

function Line({ y, length }: { y: number; length: number }) {
  return (
    <>
      <path className={styles.line} d={`M38 ${y}h${length}`} />
      <path className={styles.thread} d={`M${48 + length} ${y}H222`} />
      <circle className={styles.knot} cx="222" cy={y} r="3.5" />
    </>
  );
}

/** Scores of four skills, as bars. */
function Scale() {
  return (
    <>
      <path className={styles.ground} d="M38 304h156" />
      <path className={styles.bars} d="M52 304v-50M84 304v-68M116 304v-40M148 304v-60" />
    </>
  );
}

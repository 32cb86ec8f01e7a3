/** The parts of the picture of scores: levels above, a track for each score, marks below.
 *
 * Places are in per cent of the width, so that nothing but lengths changes with the window.
 */

import type { Score } from "./ScorePicture";
import styles from "./ScoreTrack.module.css";
import { marksOf, placeOf, type Scale, stretchesOf } from "./scale";

const LEVELS: Record<string, string | undefined> = {
  A1: styles.a1,
  A2: styles.a2,
  B1: styles.b1,
  B2: styles.b2,
  C1: styles.c1,
  C2: styles.c2,
};

const CROWDED_PERCENT = 20;

const percent = (value: number) => `${value}%`;

export function ScaleLevels({ scale }: { scale: Scale }) {
  const stretches = stretchesOf(scale);
  if (stretches.length === 0) return null;
  return (
    <svg className={styles.levels} aria-hidden="true" focusable="false">
      {stretches.map(({ level, start, width }) => (
        <text key={start} x={percent(start + width / 2)} y="50%">
          {level ?? `< ${scale.bands[0]?.level}`}
        </text>
      ))}
    </svg>
  );
}

interface TrackProps {
  score: Score;
  scale: Scale;
  /** Drawn through every row, to compare with. */
  overall: number | null;
}

export function ScoreTrack({ score, scale, overall }: TrackProps) {
  const place = percent(placeOf(score.score, scale));
  const line = overall === null ? undefined : percent(placeOf(overall, scale));
  return (
    <svg className={styles.track} aria-hidden="true" focusable="false">
      <Ground scale={scale} />
      <line className={styles.rail} x1="0" x2="100%" y1="50%" y2="50%" />
      {line && <line className={styles.overallLine} x1={line} x2={line} y1="0" y2="100%" />}
      {score.isOverall ? (
        <svg x={place} y="50%" overflow="visible" aria-hidden="true">
          <path className={styles.overall} d="M0-11 11 0 0 11-11 0z" />
        </svg>
      ) : (
        <circle className={styles.dot} cx={place} cy="50%" r="7" />
      )}
    </svg>
  );
}

/** The levels as areas, each with a line where it begins; one plain area without levels. */
function Ground({ scale }: { scale: Scale }) {
  const stretches = stretchesOf(scale);
  if (stretches.length === 0) {
    return <rect className={styles.plain} x="0" y="0" width="100%" height="100%" />;
  }
  return stretches.map(({ level, start, width }) => (
    <g key={start}>
      <rect
        className={level === null ? styles.plain : LEVELS[level]}
        x={percent(start)}
        y="0"
        width={percent(width)}
        height="100%"
      />
      {start > 0 && (
        <line className={styles.border} x1={percent(start)} x2={percent(start)} y1="0" y2="100%" />
      )}
    </g>
  ));
}

export function ScaleMarks({ scale }: { scale: Scale }) {
  const marks = marksOf(scale);
  return (
    <svg className={styles.marks} aria-hidden="true" focusable="false">
      {marks.map((mark, place) => (
        <text
          key={mark}
          className={isCrowded(place, marks, scale) ? styles.crowded : undefined}
          x={markAt(mark, scale)}
          y="50%"
          textAnchor={place === 0 ? "start" : mark === scale.maximum ? "end" : "middle"}
        >
          {mark}
        </text>
      ))}
    </svg>
  );
}

/** The upper end so near to the mark before it that both fit on wide screens only. */
function isCrowded(place: number, marks: readonly number[], scale: Scale): boolean {
  const before = marks[place - 1];
  if (before === undefined || place < marks.length - 1) return false;
  return placeOf(scale.maximum, scale) - placeOf(before, scale) < CROWDED_PERCENT;
}

/** A level's mark stands where the level begins, the ends at the ends. */
function markAt(mark: number, scale: Scale): string {
  if (mark === scale.maximum) return "100%";
  const start = stretchesOf(scale).find(
    ({ level }) => scale.bands.find((band) => band.level === level)?.minimum === mark,
  )?.start;
  return percent(start ?? 0);
}

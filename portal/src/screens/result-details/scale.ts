/** Where scores and levels lie on an exam's scale, in per cent of its length. Pure. */

interface Band {
  level: string;
  minimum: number;
  maximum: number;
}

export interface Scale {
  minimum: number;
  maximum: number;
  /** Levels of the CEFR, lowest first; none for schemes without them. */
  bands: readonly Band[];
}

interface Stretch {
  /** Null below the lowest level. */
  level: string | null;
  start: number;
  width: number;
}

interface ExamScale {
  scaleMinimum: number | null;
  scaleMaximum: number | null;
  cefrBands: readonly Band[];
}

/** The scale of an exam; undefined when it reports no scores. */
export function scaleOf(exam: ExamScale): Scale | undefined {
  const { scaleMinimum: minimum, scaleMaximum: maximum, cefrBands: bands } = exam;
  if (minimum === null || maximum === null || maximum <= minimum) return undefined;
  return { minimum, maximum, bands };
}

/** The middle of a score's place. A score takes up a whole unit: no dot lies on a border. */
export function placeOf(score: number, scale: Scale): number {
  const within = Math.min(Math.max(score, scale.minimum), scale.maximum);
  return edge(within + 0.5, scale);
}

/** The levels side by side, from end to end; what lies below the lowest has none. */
export function stretchesOf(scale: Scale): Stretch[] {
  const first = scale.bands[0];
  if (first === undefined) return [];
  const levels = scale.bands.map(({ level, minimum, maximum }) =>
    stretch(level, minimum, maximum, scale),
  );
  if (first.minimum <= scale.minimum) return levels;
  return [stretch(null, scale.minimum, first.minimum - 1, scale), ...levels];
}

/** The scores to write under the scale: both ends, and where each level begins. */
export function marksOf(scale: Scale): number[] {
  const starts = scale.bands.map((band) => band.minimum);
  const marks = [scale.minimum, ...starts, scale.maximum];
  return [...new Set(marks)].filter((mark) => mark >= scale.minimum && mark <= scale.maximum);
}

/** The level in which a score lies; null below the lowest. */
export function levelAt(score: number, { bands }: Scale): string | null {
  return bands.find((band) => score >= band.minimum && score <= band.maximum)?.level ?? null;
}

function stretch(level: string | null, from: number, to: number, scale: Scale): Stretch {
  const start = edge(from, scale);
  return { level, start, width: edge(to + 1, scale) - start };
}

function edge(score: number, { minimum, maximum }: Scale): number {
  return (100 * (score - minimum)) / (maximum + 1 - minimum);
}

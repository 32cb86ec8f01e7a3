/** How many results match, as it is shown: an exact number, or "10 000+" beyond the cap. */
import type { Connection } from "./useSharedResultsPage";

export interface Total {
  count: number;
  isCapped: boolean;
  text: string;
}

export function totalOf(connection: Connection, number: (value: number) => string): Total {
  const { totalCount: count, totalCountIsCapped: isCapped } = connection;
  return { count, isCapped, text: `${number(count)}${isCapped ? "+" : ""}` };
}

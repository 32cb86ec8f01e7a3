/** Shares that end while the page is open: their data goes from the page at once, the line stays. */
import type { Endings } from "@/app/live-shares";
import type { Row } from "./useSharedResultsPage";

/** The row as it is now. */
export function asOfNow(row: Row, ended: Endings): Row {
  const end = ended.get(row.id);
  return end === undefined ? row : { ...row, ...end, candidate: null, result: null };
}

/** What can be done with a row, besides selecting it. */
import type { ListPlace } from "@/app/list-place";

export interface RowActs {
  /** Make the statement of this result; settles when it is on its way. */
  makeStatement: (id: string) => Promise<unknown>;
  /** What the details need to find their neighbours. */
  placeOf: (cursor: string) => ListPlace;
  /** Remembered for the way back to this row. */
  noteOpened: (id: string) => void;
}

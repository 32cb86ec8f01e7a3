/** A table of data, for native rows and cells: `<thead>`, `<tr>`, `<th>`, `<td>`.
 *
 * A row says its state by data attributes: `data-new` (bold), `data-ended` (a withdrawn line),
 * `data-selected`. A cell says its kind: `data-kind="number"` (to the right), `"name"` (may wrap
 * anywhere), `"box"` and `"action"` (as narrow as possible).
 */
import type { ReactNode } from "react";
import classes from "./Table.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface TableProps {
  /** What the table shows; read aloud, not shown, since a heading stands above it. */
  caption: ReactNode;
  children: ReactNode;
}

export function Table({ caption, children }: TableProps) {
  return (
    <table className={classes.table}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      {children}
    </table>
  );
}

/** The head of a column that sorts the list. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import classes from "./Table.module.css";

export type SortDirection = "ascending" | "descending" | "none";

const ICONS: Record<SortDirection, IconName> = {
  ascending: "sort-up",
  descending: "sort-down",
  none: "sort-none",
};

interface SortHeaderProps {
  label: ReactNode;
  direction: SortDirection;
  onSort: () => void;
  /** Of the column, as in Table. */
  kind?: "number" | "name";
}

export function SortHeader({ label, direction, onSort, kind }: SortHeaderProps) {
  return (
    <th scope="col" aria-sort={direction} data-kind={kind}>
      <button type="button" data-print="yes" className={classes.sort} onClick={onSort}>
        {label}
        <Icon name={ICONS[direction]} />
      </button>
    </th>
  );
}

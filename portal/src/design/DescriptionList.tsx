/** Facts: a term and its value, line by line. */
import type { ReactNode } from "react";
import classes from "./DescriptionList.module.css";

interface Description {
  term: ReactNode;
  value: ReactNode;
  /** Needed only when two terms could be the same. */
  id?: string;
}

export function DescriptionList({ items }: { items: readonly Description[] }) {
  return (
    <dl className={classes.list}>
      {items.map((item, place) => (
        <div key={item.id ?? `${place}`} className={classes.row}>
          <dt className={classes.term}>{item.term}</dt>
          <dd className={classes.value}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

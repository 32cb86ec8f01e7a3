/** Lets a wide table scroll inside itself, so that the page never scrolls sideways. */
import type { ReactNode } from "react";
import classes from "./Table.module.css";

interface TableScrollProps {
  /** Names the region for screen readers, who can scroll it by keyboard. */
  label: string;
  children: ReactNode;
}

export function TableScroll({ label, children }: TableScrollProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

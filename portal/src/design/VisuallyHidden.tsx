/** Text for screen readers only. */
import type { ReactNode } from "react";
import classes from "./VisuallyHidden.module.css";

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={classes.hidden}>{children}</span>;
}

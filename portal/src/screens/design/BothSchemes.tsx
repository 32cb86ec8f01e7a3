/** Shows its children in the light and in the dark scheme, whatever the page has. */
import type { ReactNode } from "react";
import classes from "./Design.module.css";

export function BothSchemes({ children }: { children: ReactNode }) {
  return (
    <div className={classes.both}>
      <div className={classes.light}>{children}</div>
      <div className={classes.dark}>{children}</div>
    </div>
  );
}

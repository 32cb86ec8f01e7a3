/** Text of unknown direction, such as a name: it cannot turn or stretch what stands around it. */
import type { ReactNode } from "react";
import classes from "./Bidi.module.css";

export function Bidi({ children }: { children: ReactNode }) {
  return (
    <bdi dir="auto" className={classes.text}>
      {children}
    </bdi>
  );
}

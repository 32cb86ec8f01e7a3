/** A form checked by its screen, not by the browser; a second submit waits for the first. */
import type { ReactNode } from "react";
import classes from "./Form.module.css";
import { usePending } from "./usePending";

interface FormProps {
  /** May return a promise; until it settles, further submits are ignored. */
  onSubmit: () => unknown;
  children: ReactNode;
  id?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
}

export function Form({ onSubmit, children, ...rest }: FormProps) {
  const [, start] = usePending();
  return (
    <form
      {...rest}
      noValidate
      method="post"
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        // The form of a dialog that this form opened bubbles up to here, though it stands elsewhere.
        if (event.target === event.currentTarget) start(onSubmit);
      }}
    >
      {children}
    </form>
  );
}

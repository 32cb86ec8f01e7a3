/** A turning circle for work of a few seconds; longer work gets a ProgressBar. */
import classes from "./Spinner.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface SpinnerProps {
  /** What is being waited for; leave it out where words beside the spinner say it. */
  label?: string;
}

export function Spinner({ label }: SpinnerProps) {
  return (
    <span role={label ? "status" : undefined} className={classes.spinner}>
      <span className={classes.circle} aria-hidden="true" />
      {label && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}

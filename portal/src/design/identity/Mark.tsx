/** The mark of the service: lines of a result, checked. The same drawing as `mark.svg`. */
import classes from "./Logo.module.css";

export function Mark() {
  return (
    <svg className={classes.mark} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className={classes.tile} width="32" height="32" rx="5" />
      <path className={classes.lines} d="M7 8.5h11M7 14.5h6.5" />
      <path className={classes.check} d="M6.5 20.5l6 5.5 14.3-15.6" />
    </svg>
  );
}

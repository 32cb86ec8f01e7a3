/** An own icon. It never stands alone for a meaning: words are beside it, or a label around it. */
import classes from "./Icon.module.css";
import { type IconName, iconPaths } from "./iconPaths";

export type { IconName };

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={classes.icon} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={iconPaths[name]} />
    </svg>
  );
}

/** The mark with the name of the service in words; the words take the colour around them. */
import { Trans } from "@lingui/react/macro";
import { classNames } from "../classNames";
import classes from "./Logo.module.css";
import { Mark } from "./Mark";

export function Logo({ isOnOneLine = false }: { isOnOneLine?: boolean }) {
  return (
    <span className={classNames(classes.logo, isOnOneLine && classes.oneLine)}>
      <Mark />
      <span className={classes.words}>
        <Trans>Results Verification Service</Trans>
      </span>
    </span>
  );
}

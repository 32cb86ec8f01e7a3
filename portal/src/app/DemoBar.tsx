/** Says on every page that nothing here is real, and where the accounts and the mails are. */
import { Trans } from "@lingui/react/macro";
import { useId } from "react";
import styles from "./DemoBar.module.css";
import { useService } from "./viewer";

export function DemoBar() {
  const { isDemo } = useService();
  const titleId = useId();
  if (!isDemo) return null;
  return (
    <aside className={styles.bar} aria-labelledby={titleId}>
      <p className={styles.text}>
        <strong id={titleId}>
          <Trans>Demo data.</Trans>
        </strong>{" "}
        <Trans>Nobody here is real.</Trans>{" "}
        <a href="/demo">
          <Trans>Accounts and passwords</Trans>
        </a>{" "}
        ·{" "}
        <a href="/inbox">
          <Trans>Sent e-mails</Trans>
        </a>
      </p>
    </aside>
  );
}

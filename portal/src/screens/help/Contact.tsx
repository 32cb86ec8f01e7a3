/** Where to write, and with which subject; says so when no address was set. */
import { Trans } from "@lingui/react/macro";
import { useService } from "@/app/viewer";
import styles from "./Prose.module.css";

export function Contact({ subject }: { subject: string }) {
  const { supportEmail } = useService();
  if (!supportEmail) {
    return (
      <p>
        <Trans>This installation names no address yet. Ask those who run it.</Trans>
      </p>
    );
  }
  const href = `mailto:${supportEmail}?subject=${encodeURIComponent(subject)}`;
  return (
    <p className={styles.address}>
      <Trans>
        Write to <a href={href}>{supportEmail}</a> with the subject “{subject}”.
      </Trans>
    </p>
  );
}

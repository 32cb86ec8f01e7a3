/** The address to write to, with the subject that brings the mail to the right desk. */
import { Trans } from "@lingui/react/macro";
import { useService } from "@/app/viewer";
import styles from "./Advice.module.css";

export function WriteTo({ subject }: { subject: string }) {
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
        <a href={href}>{supportEmail}</a>, with the subject “{subject}”
      </Trans>
    </p>
  );
}

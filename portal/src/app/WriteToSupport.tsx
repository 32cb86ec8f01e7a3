/** The address to write to for what cannot be done here, with the subject to quote. */
import { Trans } from "@lingui/react/macro";
import { Bidi } from "@/design/Bidi";
import { useService } from "./viewer";

export function WriteToSupport({ subject }: { subject: string }) {
  const { supportEmail } = useService();
  if (!supportEmail) return <Trans>Ask those who run this service for you.</Trans>;
  const address = (
    <a href={`mailto:${supportEmail}?subject=${encodeURIComponent(subject)}`}>{supportEmail}</a>
  );
  // As elements: texts among the words of a translation would be read as its markup.
  const quoted = <Bidi>{subject}</Bidi>;
  return (
    <Trans>
      Write to {address} with the subject “{quoted}”.
    </Trans>
  );
}

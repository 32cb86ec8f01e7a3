/** The download itself, while there is a file. */
import { Trans } from "@lingui/react/macro";
import { ButtonLink } from "@/design/ButtonLink";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import { useWords } from "@/text/words";
import { standingOf } from "./fileStanding";
import type { File } from "./useHistory";

export function FileAction({ file }: { file: File }) {
  const { exportFormat } = useWords();
  if (file.downloadUrl === null || standingOf(file) !== "READY") return null;
  return (
    // No `download`: where the file is refused after all, the service's own page says why.
    <ButtonLink href={file.downloadUrl} icon="download" reloads>
      <Trans>Download</Trans> <VisuallyHidden>{exportFormat(file.format)}</VisuallyHidden>
    </ButtonLink>
  );
}

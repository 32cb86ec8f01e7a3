/** The fingerprint of a file, for those who must prove that theirs is unchanged. */
import { Trans, useLingui } from "@lingui/react/macro";
import { CopyBox } from "@/design/CopyBox";
import { Disclosure } from "@/design/Disclosure";
import styles from "./Downloads.module.css";
import { standingOf } from "./fileStanding";
import type { File } from "./useHistory";

export function Checksum({ file }: { file: File }) {
  const { t } = useLingui();
  if (file.sha256 === null || standingOf(file) !== "READY") return null;
  return (
    <div className={styles.checksum}>
      <Disclosure title={<Trans>Checksum</Trans>}>
        <CopyBox label={t`SHA-256 of the file`} value={file.sha256} action={t`Copy`} />
      </Disclosure>
    </div>
  );
}

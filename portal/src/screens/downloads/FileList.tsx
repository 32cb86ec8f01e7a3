/** The files of a page, newest first; those that are being made move. */
import { useLingui } from "@lingui/react/macro";
import { isOver } from "@/exports/exportState";
import styles from "./Downloads.module.css";
import { FileRow } from "./FileRow";
import type { File } from "./useHistory";

// Each open subscription costs the service a look now and then.
const MOST_FOLLOWED = 3;

export function FileList({ files }: { files: readonly File[] }) {
  const { t } = useLingui();
  const running = files.filter((file) => !isOver(file.state));
  const followed = new Set(running.slice(-MOST_FOLLOWED).map((file) => file.id));
  return (
    <ol className={styles.list} aria-label={t`Files, newest first`}>
      {files.map((file) => (
        <FileRow key={file.id} file={file} isFollowed={followed.has(file.id)} />
      ))}
    </ol>
  );
}

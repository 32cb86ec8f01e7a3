/** One file: what it is, who asked for it and when, how far it is, and what can be done with it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "@/design/Icon";
import { LiveRegion } from "@/design/LiveRegion";
import { Name } from "@/design/Name";
import { Time } from "@/design/Time";
import { isOver } from "@/exports/exportState";
import { useFormat } from "@/text/format";
import { useWords } from "@/text/words";
import { Checksum } from "./Checksum";
import styles from "./Downloads.module.css";
import { FileAction } from "./FileAction";
import { FileState } from "./FileState";
import { useFollowed } from "./useFollowed";
import type { File } from "./useHistory";

const ICONS: Record<File["format"], IconName> = {
  XLSX: "file-xlsx",
  CSV: "file-csv",
  PDF: "file-pdf",
  PDF_ZIP: "file-pdf",
};

export function FileRow({ file: listed, isFollowed }: { file: File; isFollowed: boolean }) {
  const { exportFormat } = useWords();
  const file = useFollowed(listed, isFollowed);
  const news = useNews(listed, file);
  return (
    <li className={styles.file}>
      <span className={styles.icon}>
        <Icon name={ICONS[file.format]} />
      </span>
      <div className={styles.facts}>
        <h2 className={styles.title}>{exportFormat(file.format)}</h2>
        <p className={styles.detail}>
          <Contents file={file} />
        </p>
        <p className={styles.detail}>
          <Asked file={file} />
        </p>
      </div>
      <div className={styles.state}>
        <FileState file={file} />
      </div>
      <div className={styles.action}>
        <FileAction file={file} />
      </div>
      <Checksum file={file} />
      <LiveRegion message={news} />
    </li>
  );
}

/** Said once when a file that was being made on this page is done, well or badly. */
function useNews(listed: File, file: File): string {
  const { t } = useLingui();
  const { exportFormat, exportState } = useWords();
  if (isOver(listed.state) || !isOver(file.state)) return "";
  const format = exportFormat(file.format);
  const state = exportState(file.state);
  return t`${format}: ${state}`;
}

function Contents({ file }: { file: File }) {
  const { t } = useLingui();
  const { bytes } = useFormat();
  const language = file.language === "FR" ? t`French` : t`English`;
  const rows = file.state === "READY" ? file.rowsDone : file.rowsTotal;
  return (
    <>
      <Plural value={rows} one="# result" other="# results" /> · {language}
      {file.bytes !== null && ` · ${bytes(file.bytes)}`}
    </>
  );
}

function Asked({ file }: { file: File }) {
  const { createdBy } = file;
  if (createdBy === null) {
    return (
      <Trans>
        Asked for by a program or a former user, <Time at={file.createdAt} />
      </Trans>
    );
  }
  return (
    <Trans>
      Asked for by <Name first={createdBy.firstName} family={createdBy.familyName} />,{" "}
      <Time at={file.createdAt} />
    </Trans>
  );
}

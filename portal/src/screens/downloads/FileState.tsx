/** How far a file is, in words; why it failed; what was left out of it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { paths } from "@/app/paths";
import { Link } from "@/design/Link";
import { ProgressBar } from "@/design/ProgressBar";
import { Tag } from "@/design/Tag";
import { Time } from "@/design/Time";
import { Omitted } from "@/exports/Omitted";
import { useFormat } from "@/text/format";
import { useWords } from "@/text/words";
import styles from "./Downloads.module.css";
import { standingOf, TONES } from "./fileStanding";
import type { File } from "./useHistory";

export function FileState({ file }: { file: File }) {
  const { exportState } = useWords();
  const standing = standingOf(file);
  if (standing === "QUEUED" || standing === "RUNNING") return <Progress file={file} />;
  return (
    <>
      <Tag kind={TONES[standing]}>{exportState(standing)}</Tag>
      <More file={file} />
    </>
  );
}

function Progress({ file }: { file: File }) {
  const { t } = useLingui();
  const { exportState } = useWords();
  const { number } = useFormat();
  const done = number(file.rowsDone);
  const total = number(file.rowsTotal);
  return (
    <ProgressBar
      label={exportState(file.state)}
      value={file.rowsDone}
      max={Math.max(file.rowsTotal, 1)}
      valueText={t`${done} of ${total}`}
    />
  );
}

function More({ file }: { file: File }) {
  const { exportFailure } = useWords();
  switch (standingOf(file)) {
    case "READY":
      return (
        <>
          <p className={styles.detail}>{file.expiresAt && <Until at={file.expiresAt} />}</p>
          <Omitted count={file.omittedCount} className={styles.detail} />
        </>
      );
    case "FAILED":
      return <p className={styles.detail}>{exportFailure(file.failure ?? "GAVE_UP")}</p>;
    case "CANCELLED":
      return <NeverMade />;
    default:
      return <NotKept />;
  }
}

function Until({ at }: { at: string }) {
  return (
    <Trans>
      Until <Time at={at} />
    </Trans>
  );
}

function NotKept() {
  return (
    <p className={styles.detail}>
      <Trans>
        Not kept any more. To make it again, select the results in{" "}
        <Link href={paths.sharedResults}>Shared Results</Link>.
      </Trans>
    </p>
  );
}

function NeverMade() {
  return (
    <p className={styles.detail}>
      <Trans>
        It was not made. To have it after all, select the results in{" "}
        <Link href={paths.sharedResults}>Shared Results</Link>.
      </Trans>
    </p>
  );
}

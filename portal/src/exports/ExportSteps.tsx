/** What the tray says of a file at each step, and what can be done next. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { ExportFactsFragment } from "@/api/generated/graphql";
import { isUnanswered } from "@/api/trouble";
import { paths } from "@/app/paths";
import { Button } from "@/design/Button";
import { ButtonLink } from "@/design/ButtonLink";
import { Icon, type IconName } from "@/design/Icon";
import { Link } from "@/design/Link";
import { ProgressBar } from "@/design/ProgressBar";
import { Spinner } from "@/design/Spinner";
import { useFormat } from "@/text/format";
import { useTroubleText } from "@/text/trouble";
import { useWords } from "@/text/words";
import styles from "./ExportProgress.module.css";
import { Omitted } from "./Omitted";
import type { Exporting } from "./useExport";

export function ExportSteps({ of }: { of: Exporting }) {
  const textOf = useTroubleText();
  const { current, trouble, isStarting } = of;
  if (isStarting) return <Starting />;
  if (trouble && isUnanswered(trouble)) return <Unanswered onAgain={of.again} />;
  if (trouble) return <Failed why={textOf(trouble)} onAgain={of.again} />;
  if (current === undefined) return null;
  switch (current.state) {
    case "QUEUED":
    case "RUNNING":
      return <Making file={current} />;
    case "READY":
      return <Ready file={current} />;
    default:
      return <Ended file={current} onAgain={of.again} />;
  }
}

function Starting() {
  return (
    <p className={styles.title}>
      <Spinner /> <Trans>Asking for your file…</Trans>
    </p>
  );
}

function Making({ file }: { file: ExportFactsFragment }) {
  const { t } = useLingui();
  const { exportFormat } = useWords();
  const { number } = useFormat();
  const done = number(file.rowsDone);
  const total = number(file.rowsTotal);
  return (
    <>
      <Title icon="clock">
        {file.state === "QUEUED" ? (
          <Trans>Your file waits its turn</Trans>
        ) : (
          <Trans>Your file is being made</Trans>
        )}
      </Title>
      <p className={styles.detail}>{exportFormat(file.format)}</p>
      <ProgressBar
        label={t`Results in the file`}
        value={file.rowsDone}
        max={Math.max(file.rowsTotal, 1)}
        valueText={t`${done} of ${total}`}
      />
      <p className={styles.detail}>
        <Trans>
          You can close this and go on: you find the file in{" "}
          <Link href={paths.downloads}>Downloads</Link>.
        </Trans>
      </p>
    </>
  );
}

function Ready({ file }: { file: ExportFactsFragment }) {
  const { exportFormat } = useWords();
  return (
    <>
      <Title icon="check">
        <Trans>Your file is ready</Trans>
      </Title>
      <p className={styles.detail}>{exportFormat(file.format)}</p>
      <Omitted count={file.omittedCount} className={styles.detail} />
      {file.downloadUrl && (
        <div>
          <ButtonLink kind="primary" icon="download" href={file.downloadUrl} reloads>
            <Trans>Download the file</Trans>
          </ButtonLink>
        </div>
      )}
    </>
  );
}

function Ended({ file, onAgain }: { file: ExportFactsFragment; onAgain: () => void }) {
  const { exportFailure, exportState } = useWords();
  const why = file.state === "FAILED" ? exportFailure(file.failure ?? "") : exportState(file.state);
  return <Failed why={why} onAgain={onAgain} />;
}

function Failed({ why, onAgain }: { why: string; onAgain: () => void }) {
  return (
    <>
      <Title icon="warning">
        <Trans>There is no file</Trans>
      </Title>
      <p className={styles.detail}>{why}</p>
      <Again onPress={onAgain} />
    </>
  );
}

/** The file may be on its way. */
function Unanswered({ onAgain }: { onAgain: () => void }) {
  return (
    <>
      <Title icon="warning">
        <Trans>We do not know yet whether your file is being made</Trans>
      </Title>
      <p className={styles.detail}>
        <Trans>
          No answer came from the service. Try again in a moment: the file is not made twice.
        </Trans>
      </p>
      <Again onPress={onAgain} />
    </>
  );
}

function Again({ onPress }: { onPress: () => void }) {
  return (
    <div>
      <Button size="small" icon="refresh" onPress={onPress}>
        <Trans>Try again</Trans>
      </Button>
    </div>
  );
}

function Title({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <p className={styles.title}>
      <Icon name={icon} /> {children}
    </p>
  );
}

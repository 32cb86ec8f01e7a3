/** A tray at the lower edge: the file that is being made, and its download. */
import { useLingui } from "@lingui/react/macro";
import { type FocusEvent, useRef } from "react";
import { IconButton } from "@/design/IconButton";
import { LiveRegion } from "@/design/LiveRegion";
import styles from "./ExportProgress.module.css";
import { ExportSteps } from "./ExportSteps";
import type { Exporting } from "./useExport";
import { useExportNews } from "./useExportNews";

/** `of`: what `useExport` gave. Nothing is shown while there is no file. */
export function ExportProgress({ of }: { of: Exporting }) {
  const { t } = useLingui();
  const news = useExportNews(of);
  const { noteWhereFrom, goBack } = useWayBack();
  const close = () => {
    of.close();
    goBack();
  };
  const isShown = of.isStarting || of.current !== undefined || of.trouble !== undefined;
  return (
    <>
      <LiveRegion message={news} />
      {isShown && (
        <section
          className={styles.tray}
          aria-label={t`File to download`}
          data-print="no"
          onFocus={noteWhereFrom}
        >
          <div className={styles.content}>
            <ExportSteps of={of} />
          </div>
          {!of.isStarting && (
            <IconButton icon="close" label={t`Close`} size="small" onPress={close} />
          )}
        </section>
      )}
    </>
  );
}

/** The tray goes when it is closed: the focus returns to where it came from. */
function useWayBack() {
  const from = useRef<Element>(null);
  const noteWhereFrom = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) from.current = relatedTarget;
  };
  const goBack = () => {
    const isThere = from.current instanceof HTMLElement && from.current.isConnected;
    const target = isThere ? from.current : document.querySelector("main h1");
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  };
  return { noteWhereFrom, goBack };
}

/** A line without data: a share that has ended, or a result that is not out. */
import { Trans } from "@lingui/react/macro";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { Time } from "@/design/Time";
import { useWords } from "@/text/words";
import styles from "./ResultsTable.module.css";
import type { Row } from "./useSharedResultsPage";

interface EndedRowProps {
  row: Row;
  /** Of the row when it still had data, in pixels; undefined if it never had. */
  height: RefObject<number | undefined>;
}

export function EndedRow({ row, height }: EndedRowProps) {
  const line = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (height.current) line.current?.style.setProperty("--held-height", `${height.current}px`);
  }, [height]);
  return (
    <tr ref={line} data-ended="true">
      <td className={styles.box} />
      <td colSpan={4} className={styles.ended}>
        <Why row={row} />
      </td>
      <td className={styles.date}>
        <Time at={row.sharedAt} />
      </td>
      <td colSpan={2} className={styles.rest} />
    </tr>
  );
}

function Why({ row }: { row: Row }) {
  const { reason } = useWords();
  if (row.state === "EXPIRED") return <Trans>Access ended: it has expired</Trans>;
  if (row.state === "WITHDRAWN") return <Trans>Access ended: withdrawn by the candidate</Trans>;
  return <>{reason(row.standing.reasonCode)}</>;
}

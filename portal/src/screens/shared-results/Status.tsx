/** Tags of a row: that it is new to the viewer, and when the result is not simply genuine, why. */
import { Trans } from "@lingui/react/macro";
import { Tag } from "@/design/Tag";
import { useWords } from "@/text/words";
import styles from "./ResultsTable.module.css";
import type { Row } from "./useSharedResultsPage";

export function Status({ row }: { row: Row }) {
  const { resultState } = useWords();
  const { state, reasonCode } = row.standing;
  return (
    <span className={styles.tags}>
      {row.isNew && (
        <Tag kind="new">
          <Trans>New</Trans>
        </Tag>
      )}
      {state === "NOT_VERIFIED" && <Tag kind="danger">{resultState(reasonCode)}</Tag>}
      {state === "COULD_NOT_CHECK" && <Tag kind="warning">{resultState(reasonCode)}</Tag>}
    </span>
  );
}

/** What is selected, all that match by one press, and the download of it. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/design/Button";
import { useFormat } from "@/text/format";
import styles from "./Results.module.css";
import type { Total } from "./total";
import type { Selection } from "./useSelection";

interface SelectionBarProps {
  selection: Selection;
  total: Total;
  /** Of the results on the page that can be selected. */
  pageIds: readonly string[];
  onDownload: () => void;
  /** The buttons of the selection go away when they are pressed. */
  toResults: () => void;
}

export function SelectionBar(props: SelectionBarProps) {
  const { selection, total, onDownload } = props;
  const { t } = useLingui();
  const isAny = selection.isAll || selection.ids.length > 0;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form
    <div className={styles.bar} role="group" aria-label={t`Selection`} data-print="no">
      <p className={styles.selected}>
        <Selected selection={selection} total={total} />
      </p>
      <div className={styles.quiet}>
        <Choices {...props} isAny={isAny} />
      </div>
      <Button
        kind={isAny ? "primary" : "secondary"}
        size="small"
        icon="download"
        onPress={onDownload}
      >
        <Trans>Download options</Trans>
      </Button>
    </div>
  );
}

function Choices(props: SelectionBarProps & { isAny: boolean }) {
  const { selection, total, pageIds, toResults, isAny } = props;
  const and = (act: () => void) => () => {
    act();
    toResults();
  };
  return (
    <>
      {!selection.isAll && (
        <div className={styles.narrow}>
          <Button kind="quiet" size="small" onPress={() => selection.set(pageIds, true)}>
            <Trans>Select this page</Trans>
          </Button>
        </div>
      )}
      {!selection.isAll && total.count > 1 && (
        <Button kind="quiet" size="small" onPress={and(selection.setAll)}>
          <AllThatMatch total={total} />
        </Button>
      )}
      {isAny && (
        <Button kind="quiet" size="small" onPress={and(selection.clear)}>
          <Trans>Clear the selection</Trans>
        </Button>
      )}
    </>
  );
}

function AllThatMatch({ total }: { total: Total }) {
  const count = total.text;
  return <Trans>Select all {count} that match</Trans>;
}

function Selected({ selection, total }: Pick<SelectionBarProps, "selection" | "total">) {
  const { number } = useFormat();
  const all = total.text;
  if (selection.isAll) return <Trans>All {all} that match are selected</Trans>;
  const count = selection.ids.length;
  const many = number(count);
  if (count === 0) {
    return <Trans>Open a result to check it, or select results to download them.</Trans>;
  }
  return <Plural value={count} one="# result is selected" other={`${many} results are selected`} />;
}

/** A result that can be opened, selected and made into a statement. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useLayoutEffect, useRef } from "react";
import { Link } from "wouter";
import { stateOf } from "@/app/list-place";
import { pathOf, paths } from "@/app/paths";
import { Bidi } from "@/design/Bidi";
import { buttonClass } from "@/design/Button";
import { Checkbox } from "@/design/Checkbox";
import { classNames } from "@/design/classNames";
import { IconButton } from "@/design/IconButton";
import { Time } from "@/design/Time";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import { nameInText } from "./names";
import styles from "./ResultsTable.module.css";
import type { RowActs } from "./rowActs";
import { Score } from "./Score";
import { Status } from "./Status";
import type { Selection } from "./useSelection";
import type { Row } from "./useSharedResultsPage";

interface ResultRowProps {
  row: Row;
  person: NonNullable<Row["candidate"]>;
  result: NonNullable<Row["result"]>;
  cursor: string;
  selection: Selection | undefined;
  acts: RowActs;
  /** Told how high it was, in pixels, just before it goes. */
  onLeave: (height: number) => void;
}

export function ResultRow(props: ResultRowProps) {
  const { row, person, result, cursor, selection, acts } = props;
  const line = useHeightAtTheEnd(props.onLeave);
  const isSelected = selection?.has(row.id) ?? false;
  return (
    <tr ref={line} data-new={row.viewedAt === null} data-selected={isSelected}>
      <td data-kind="box" className={styles.box}>
        {selection && <RowBox {...{ row, person, selection, isSelected }} />}
      </td>
      <td data-kind="name" className={styles.first}>
        <Bidi>{person.firstName}</Bidi>
      </td>
      <td data-kind="name" className={styles.family}>
        <Bidi>{person.familyName}</Bidi>
        {row.viewedAt === null && (
          <VisuallyHidden>
            {" "}
            <Trans>(not opened yet)</Trans>
          </VisuallyHidden>
        )}
      </td>
      <td className={styles.exam}>{result.exam.name}</td>
      <td className={styles.score}>
        <Score result={result} />
      </td>
      <td className={styles.date}>
        <Time at={row.sharedAt} />
      </td>
      <td className={styles.status}>
        <Status row={row} />
      </td>
      <td data-kind="action" className={styles.acts}>
        <Acts {...{ row, person, cursor, acts }} />
      </td>
    </tr>
  );
}

function useHeightAtTheEnd(onLeave: (height: number) => void) {
  const line = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    const row = line.current;
    // The cleanup runs while the row is still in the page.
    return () => onLeave(row?.getBoundingClientRect().height ?? 0);
  }, [onLeave]);
  return line;
}

type BoxProps = Pick<ResultRowProps, "row" | "person"> & {
  selection: Selection;
  isSelected: boolean;
};

/** While all that match are selected, single rows cannot be left out. */
function RowBox({ row, person, selection, isSelected }: BoxProps) {
  const { t } = useLingui();
  const name = nameInText(person);
  return (
    <Checkbox
      isLabelHidden
      isSelected={isSelected}
      isDisabled={selection.isAll}
      onChange={(isNowSelected) => selection.set([row.id], isNowSelected)}
    >
      {t`Select ${name}`}
    </Checkbox>
  );
}

/** A statement says that a result is genuine: there is none of one that is withheld or revoked. */
function Acts({
  row,
  person,
  cursor,
  acts,
}: Pick<ResultRowProps, "row" | "person" | "cursor" | "acts">) {
  const { t } = useLingui();
  const name = nameInText(person);
  return (
    <div className={styles.both}>
      {row.standing.state === "VERIFIED" && (
        <IconButton
          icon="file-pdf"
          size="small"
          label={t`Statement (PDF) of ${name}`}
          onPress={() => acts.makeStatement(row.id)}
        />
      )}
      <Link
        id={linkIdOf(row.id)}
        href={pathOf(paths.sharedResult, row.id)}
        state={stateOf(acts.placeOf(cursor))}
        className={classNames(buttonClass("secondary", "small"), styles.view)}
        onClick={() => acts.noteOpened(row.id)}
      >
        <Trans>View</Trans>
        <VisuallyHidden> {name}</VisuallyHidden>
      </Link>
    </div>
  );
}

/** Of the link that opens a result, for the way back. */
export function linkIdOf(id: string): string {
  return `view-${id}`;
}

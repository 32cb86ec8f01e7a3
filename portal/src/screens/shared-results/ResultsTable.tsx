/** The page of the list as a table; on narrow screens each row becomes a card. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { SharedResultOrder, SharedResultOrderField } from "@/api/generated/graphql";
import { Checkbox } from "@/design/Checkbox";
import { SortHeader } from "@/design/SortHeader";
import { Table } from "@/design/Table";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import { Line } from "./Line";
import { directionOf, pressed } from "./order";
import styles from "./ResultsTable.module.css";
import type { RowActs } from "./rowActs";
import type { Selection } from "./useSelection";
import type { Edge } from "./useSharedResultsPage";

interface ResultsTableProps {
  edges: readonly Edge[];
  order: SharedResultOrder;
  onOrder: (order: SharedResultOrder) => void;
  /** Undefined where there is nothing to select: ended shares. */
  selection: Selection | undefined;
  acts: RowActs;
  /** It belongs to the page before; the next one is awaited. */
  isBehind: boolean;
}

export function ResultsTable(props: ResultsTableProps) {
  const { edges, selection, acts, isBehind } = props;
  return (
    <div className={styles.place} data-behind={isBehind} aria-busy={isBehind}>
      <Table caption={<Trans>Shared results</Trans>}>
        <thead>
          <tr>
            {selection ? (
              <th scope="col" data-kind="box">
                <PageBox edges={edges} selection={selection} />
              </th>
            ) : (
              <td data-kind="box" />
            )}
            <Heads {...props} />
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => (
            <Line key={edge.node.id} {...{ edge, selection, acts }} />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** The ids of those rows that have data. */
export function selectable(edges: readonly Edge[]): string[] {
  return edges.filter(({ node }) => node.candidate && node.result).map(({ node }) => node.id);
}

/** The box of the page: all of its rows, some of them, or none. */
function PageBox({ edges, selection }: { edges: readonly Edge[]; selection: Selection }) {
  const ids = selectable(edges);
  const count = ids.filter(selection.has).length;
  return (
    <Checkbox
      isLabelHidden
      isSelected={ids.length > 0 && count === ids.length}
      isIndeterminate={count > 0 && count < ids.length}
      isDisabled={ids.length === 0}
      onChange={(isSelected) =>
        selection.isAll ? selection.clear() : selection.set(ids, isSelected)
      }
    >
      <Trans>Select every result of this page</Trans>
    </Checkbox>
  );
}

function Heads({ order, onOrder, selection }: ResultsTableProps) {
  const { t } = useLingui();
  const head = (field: SharedResultOrderField, label: ReactNode) =>
    selection || field === "SHARED_AT" ? (
      <SortHeader
        label={label}
        direction={directionOf(order, field)}
        onSort={() => onOrder(pressed(order, field))}
      />
    ) : (
      <th scope="col">{label}</th>
    );
  return (
    <>
      {head("FIRST_NAME", t`First name`)}
      {head("FAMILY_NAME", t`Family name`)}
      {head("EXAM", t`Exam`)}
      {head("OVERALL_SCORE", t`Score and level`)}
      {head("SHARED_AT", t`Date shared (YYYY-MM-DD)`)}
      <th scope="col">
        <Trans>Status</Trans>
      </th>
      <th scope="col" data-kind="action">
        <VisuallyHidden>
          <Trans>Statement and details</Trans>
        </VisuallyHidden>
      </th>
    </>
  );
}

/** A page of the list with what can be done with it: select, download, sort, turn the page. */
import type { RefObject } from "react";
import type { SharedResultOrder } from "@/api/generated/graphql";
import type { PageCursor } from "@/design/Pager";
import type { Exporting } from "@/exports/useExport";
import { useFormat } from "@/text/format";
import { DownloadBar } from "./DownloadBar";
import { EmptyList } from "./EmptyList";
import { EndedNews } from "./EndedNews";
import { OrderChoice } from "./OrderChoice";
import { PageFoot } from "./PageFoot";
import styles from "./Results.module.css";
import { ResultsHeading } from "./ResultsHeading";
import { ResultsTable, selectable } from "./ResultsTable";
import { keyOf, PLAIN } from "./search";
import { type Total, totalOf } from "./total";
import type { List } from "./useList";
import { useRowActs } from "./useRowActs";
import { type Selection, useSelection } from "./useSelection";
import type { Connection } from "./useSharedResultsPage";

interface ListedProps {
  list: List;
  connection: Connection;
  exporting: Exporting;
  heading: RefObject<HTMLHeadingElement | null>;
  toResults: () => void;
}

export function Listed({ list, connection, exporting, heading, toResults }: ListedProps) {
  const { number } = useFormat();
  const { address, page, edges = [], ended, size } = list;
  const { search } = address;
  const total = totalOf(connection, number);
  const selection = useSelection(keyOf(search), ended);
  const isEmpty = edges.length === 0 && !page.isBehind;
  const pageIds = selectable(edges);
  const reset = () => {
    list.searchFor(PLAIN);
    toResults();
  };
  return (
    <section className={styles.results}>
      <div className={styles.head}>
        <ResultsHeading {...{ heading, total, connection, search, size }} />
        {isSelectable(list) && !isEmpty && (
          <DownloadBar
            {...{ selection, total, pageIds, exporting, toResults }}
            filter={page.filter}
            isBehind={page.isBehind}
          />
        )}
      </div>
      <EndedNews edges={edges} ended={ended} />
      {isEmpty ? (
        <EmptyList search={search} onReset={reset} />
      ) : (
        <Rows {...{ list, connection, exporting, total, selection, toResults }} />
      )}
    </section>
  );
}

type RowsProps = Omit<ListedProps, "heading"> & { total: Total; selection: Selection };

function Rows({ list, connection, exporting, total, selection, toResults }: RowsProps) {
  const { address, edges = [], go, size, page } = list;
  const { order } = address;
  const acts = useRowActs(list, exporting);
  const sort = (next: SharedResultOrder) => go({ order: next });
  const turn = (to: PageCursor) => {
    go({ cursor: to.cursor ?? null, page: to.number });
    toResults();
  };
  return (
    <>
      <OrderChoice order={order} onOrder={sort} isByDateOnly={!isSelectable(list)} />
      <ResultsTable
        {...{ edges, order, acts }}
        onOrder={sort}
        selection={isSelectable(list) ? selection : undefined}
        isBehind={page.isBehind}
      />
      <PageFoot
        {...{ total, size }}
        pages={connection.pageCursors}
        onGo={turn}
        onSize={list.resize}
      />
    </>
  );
}

/** Of ended shares there is nothing to select, and only the time to sort by. */
function isSelectable({ address }: List): boolean {
  return address.search.state === "ACTIVE";
}

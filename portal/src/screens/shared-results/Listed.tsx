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
import { totalOf } from "./total";
import type { List } from "./useList";
import { useRowActs } from "./useRowActs";
import { useSelection } from "./useSelection";
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
  const { address, page, edges = [], go } = list;
  const { search, order } = address;
  const total = totalOf(connection, number);
  const selection = useSelection(keyOf(search), list.ended);
  const acts = useRowActs(list, exporting);
  // Of ended shares there is nothing to select, and only the time to sort by.
  const isActive = search.state === "ACTIVE";
  const sort = (next: SharedResultOrder) => go({ order: next });
  const turn = (to: PageCursor) => {
    go({ cursor: to.cursor ?? null, page: to.number });
    toResults();
  };
  const reset = () => {
    list.searchFor(PLAIN);
    toResults();
  };
  const pageIds = selectable(edges);
  const isEmpty = edges.length === 0 && !page.isBehind;
  return (
    <section className={styles.results}>
      <div className={styles.head}>
        <ResultsHeading {...{ heading, total, connection, search }} size={list.size} />
        {isActive && !isEmpty && (
          <DownloadBar
            {...{ selection, total, pageIds, exporting, toResults }}
            filter={page.filter}
          />
        )}
      </div>
      <EndedNews edges={edges} ended={list.ended} />
      {isEmpty ? (
        <EmptyList search={search} onReset={reset} />
      ) : (
        <>
          <OrderChoice order={order} onOrder={sort} isByDateOnly={!isActive} />
          <ResultsTable
            {...{ edges, order, acts }}
            onOrder={sort}
            selection={isActive ? selection : undefined}
            isBehind={page.isBehind}
          />
          <PageFoot
            total={total}
            pages={connection.pageCursors}
            size={list.size}
            onGo={turn}
            onSize={list.resize}
          />
        </>
      )}
    </section>
  );
}

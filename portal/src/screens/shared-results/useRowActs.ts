/** What the rows of a list can do. */
import { useMemo } from "react";
import { useSearch } from "wouter";
import { useUserId } from "@/app/list-place";
import type { Exporting } from "@/exports/useExport";
import type { RowActs } from "./rowActs";
import type { List } from "./useList";
import { useOpened } from "./useOpened";

export function useRowActs(list: List, exporting: Exporting): RowActs {
  const { filter } = list.page;
  const { order } = list.address;
  const { start } = exporting;
  const userId = useUserId();
  const parameters = useSearch();
  const noteOpened = useOpened(list.edges !== undefined && list.edges.length > 0);
  return useMemo(() => {
    const search = parameters === "" ? "" : `?${parameters}`;
    return {
      makeStatement: (id) => start({ format: "PDF", ids: [id] }),
      placeOf: (cursor) => ({ filter, orderBy: order, cursor, search, userId }),
      noteOpened,
    };
  }, [filter, order, parameters, userId, start, noteOpened]);
}

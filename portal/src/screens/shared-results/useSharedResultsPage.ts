/** One page of the list; what was shown stays until the next page, or its trouble, has come. */
import { useEffect, useMemo, useState } from "react";
import {
  type SharedResultFilter,
  SharedResultsPageDocument,
  type SharedResultsPageQuery,
} from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import type { Trouble } from "@/api/trouble";
import type { ListAddress } from "./address";
import { filterOf } from "./search";

export type Connection = SharedResultsPageQuery["sharedResults"];
export type Edge = Connection["edges"][number];
export type Row = Edge["node"];

export interface ListedPage {
  /** Undefined while nothing has come yet. */
  connection: Connection | undefined;
  /** Of this page; what is shown beside it is older. */
  trouble: Trouble | undefined;
  /** What is shown belongs to the page before. */
  isBehind: boolean;
  /** What the list was asked for. */
  filter: SharedResultFilter;
  reload: () => void;
}

export function useSharedResultsPage(
  { search, order, cursor }: ListAddress,
  first: number,
  isPaused: boolean,
): ListedPage {
  const filter = useMemo(() => filterOf(search), [search]);
  const variables = useMemo(
    () => ({ filter, orderBy: order, first, after: cursor }),
    [filter, order, first, cursor],
  );
  const asked = JSON.stringify(variables);
  const { data, trouble, reload } = useRead(SharedResultsPageDocument, variables, { isPaused });
  const shown = useLast(data);
  const dataOf = useAskedWhenItCame(shown, asked);
  const troubleOf = useAskedWhenItCame(trouble?.correlationId, asked);
  return {
    connection: shown?.sharedResults,
    trouble: trouble?.kind === "unreachable" || troubleOf === asked ? trouble : undefined,
    isBehind: dataOf !== asked,
    filter,
    reload,
  };
}

/** A page that is refused, or that has become empty, gives way to the first one. */
export function useWayOut(page: ListedPage, address: ListAddress, toFirst: () => void): boolean {
  const isRefused = page.trouble?.kind === "refused";
  const isEmpty = !page.isBehind && page.connection?.edges.length === 0;
  const isOut = address.cursor !== null && (isRefused || isEmpty);
  useEffect(() => {
    if (isOut) toFirst();
  }, [isOut, toFirst]);
  return isOut;
}

/** A failed reload does not take away what is on the page. */
function useLast<Value>(value: Value | undefined): Value | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}

/** For which question a value came first: an old answer stays while the next one is awaited. */
function useAskedWhenItCame(value: unknown, asked: string): string {
  const [came, setCame] = useState({ value, asked });
  if (came.value === value) return came.asked;
  setCame({ value, asked });
  return asked;
}

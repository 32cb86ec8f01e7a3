/** Where a result stands in the list from which it was opened: for previous, next and the way back. */
import { useMemo } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import type { SharedResultFilter, SharedResultOrder } from "@/api/generated/graphql";
import { paths } from "./paths";

/** Travels in `history.state`, never in an address: the filter may hold a person's name. */
export interface ListPlace {
  filter: SharedResultFilter;
  orderBy: SharedResultOrder;
  /** Of the row itself: ask `first: 1, after` for the next one, `last: 1, before` for the one above. */
  cursor: string;
  /** The list's own search parameters, such as `?page=3`, to go back to; empty for the plain list. */
  search: string;
}

/** What `history.state` holds of the list itself. */
export interface ListState {
  /** A person's name does not belong into an address. */
  name: string;
}

/** The `history.state` of an opened result. */
export function stateOf(place: ListPlace): { list: ListPlace } {
  return { list: place };
}

/** The place of the result that is open; undefined when it was not opened from the list. */
export function useListPlace(): ListPlace | undefined {
  const state: unknown = useHistoryState();
  return useMemo(() => placeIn(state), [state]);
}

/** The address and state of the list as it was left. */
export function wayBack(place: ListPlace | undefined): { href: string; state: ListState } {
  return {
    href: `${paths.sharedResults}${place?.search ?? ""}`,
    state: { name: place?.filter.name ?? "" },
  };
}

/** Anything may be in a state that an earlier version wrote. */
function placeIn(state: unknown): ListPlace | undefined {
  if (!isObject(state) || !isObject(state.list)) return undefined;
  const { filter, orderBy, cursor, search } = state.list;
  const isWhole = isObject(filter) && isObject(orderBy) && typeof cursor === "string";
  if (!isWhole || typeof search !== "string") return undefined;
  return state.list as unknown as ListPlace;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

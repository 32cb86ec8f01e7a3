/** Where a result stands in the list from which it was opened: for previous, next and the way back. */
import { useCallback, useMemo } from "react";
import { useHistoryState } from "wouter/use-browser-location";
import type { SharedResultFilter, SharedResultOrder } from "@/api/generated/graphql";
import { paths } from "./paths";
import { useViewer } from "./viewer";

/** Travels in `history.state`, never in an address: the filter may hold a person's name. */
export interface ListPlace {
  filter: SharedResultFilter;
  orderBy: SharedResultOrder;
  /** Of the row itself: ask `first: 1, after` for the next one, `last: 1, before` for the one above. */
  cursor: string;
  /** The list's own search parameters, such as `?page=3`, to go back to; empty for the plain list. */
  search: string;
  /** Whose list it was. */
  userId: string;
}

/** What `history.state` holds of the list itself. */
export interface ListState {
  /** A person's name does not belong into an address. */
  name: string;
  /** Who wrote it: the history of a browser outlasts a session. */
  userId: string;
}

/** The `history.state` of an opened result. */
export function stateOf(place: ListPlace): { list: ListPlace } {
  return { list: place };
}

/** The place of the result that is open; undefined when it was not opened from the list. */
export function useListPlace(): ListPlace | undefined {
  const state: unknown = useHistoryState();
  const userId = useUserId();
  return useMemo(() => {
    const place = placeIn(state);
    return place?.userId === userId ? place : undefined;
  }, [state, userId]);
}

/** What this viewer has left in the state of the list; nothing of anybody before on this computer. */
export function useListState(): { name: string; kept: (name: string) => ListState } {
  const state: unknown = useHistoryState();
  const userId = useUserId();
  const isOwn = isObject(state) && state.userId === userId;
  const name = isOwn && typeof state.name === "string" ? state.name : "";
  const kept = useCallback((next: string) => ({ name: next, userId }), [userId]);
  return { name, kept };
}

/** Whose states of the history are read and written. */
export function useUserId(): string {
  return useViewer().user?.id ?? "";
}

/** The address and state of the list as it was left. */
export function wayBack(place: ListPlace | undefined): { href: string; state: ListState } {
  return {
    href: `${paths.sharedResults}${place?.search ?? ""}`,
    state: { name: place?.filter.name ?? "", userId: place?.userId ?? "" },
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

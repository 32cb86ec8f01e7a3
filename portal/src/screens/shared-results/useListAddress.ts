/** Where in the list the viewer is; every move is a step that the back button undoes. */
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import type { ListState } from "@/app/list-place";
import { paths } from "@/app/paths";
import { addressOf, type ListAddress, parametersOf } from "./address";

/** Go on from here; to the first page unless the move names another. */
export type Go = (move: Partial<ListAddress>, options?: { replace?: boolean }) => void;

export function useListAddress(): { address: ListAddress; go: Go } {
  const parameters = useSearch();
  const state: unknown = useHistoryState();
  const [, navigate] = useLocation();
  const address = useMemo(
    () => addressOf(new URLSearchParams(parameters), state),
    [parameters, state],
  );
  const go = useCallback<Go>(
    (move, { replace = false } = {}) => {
      const next: ListAddress = { ...address, cursor: null, page: 1, ...move };
      const kept: ListState = { name: next.search.name };
      navigate(`${paths.sharedResults}${parametersOf(next)}`, { replace, state: kept });
    },
    [address, navigate],
  );
  return { address, go };
}

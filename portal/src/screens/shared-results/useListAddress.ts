/** Where in the list the viewer is; every move is a step that the back button undoes. */
import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import { useListState } from "@/app/list-place";
import { paths } from "@/app/paths";
import { addressOf, type ListAddress, parametersOf } from "./address";

/** Go on from here; to the first page unless the move names another. */
export type Go = (move: Partial<ListAddress>, options?: { replace?: boolean }) => void;

export function useListAddress(): { address: ListAddress; go: Go } {
  const parameters = useSearch();
  const { name, kept } = useListState();
  const [, navigate] = useLocation();
  const address = useMemo(
    () => addressOf(new URLSearchParams(parameters), name),
    [parameters, name],
  );
  const go = useCallback<Go>(
    (move, { replace = false } = {}) => {
      const next: ListAddress = { ...address, cursor: null, page: 1, ...move };
      const state = kept(next.search.name);
      navigate(`${paths.sharedResults}${parametersOf(next)}`, { replace, state });
    },
    [address, kept, navigate],
  );
  return { address, go };
}

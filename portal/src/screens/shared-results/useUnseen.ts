/** New shares that are not on the page yet, and a pause during which their number stands still. */
import { useCallback, useEffect, useMemo } from "react";
import { useArrivals } from "@/app/live-shares";
import { freezeCount, useFrozenCount } from "@/app/pause";
import type { Edge } from "./useSharedResultsPage";

export interface Unseen {
  count: number;
  isPaused: boolean;
  setPaused: (isPaused: boolean) => void;
  /** They are being shown now. */
  clear: () => void;
}

/** `edges`: what is on the page; undefined while nothing is. */
export function useUnseen(edges: readonly Edge[] | undefined): Unseen {
  const { arrivals, clear } = useArrivals();
  const frozenCount = useFrozenCount();
  const count = useMemo(() => {
    const shown = new Set(edges?.map(({ node }) => node.id));
    return arrivals.filter((id) => !shown.has(id)).length;
  }, [arrivals, edges]);
  const setPaused = useCallback(
    (isPaused: boolean) => freezeCount(isPaused ? count : undefined),
    [count],
  );
  const isPaused = frozenCount !== undefined;
  const show = useCallback(() => {
    if (isPaused) freezeCount(0);
    clear();
  }, [isPaused, clear]);
  useEffect(() => {
    if (arrivals.length > 0 && count === 0) show();
  }, [arrivals.length, count, show]);
  return { count: Math.min(frozenCount ?? Infinity, count), isPaused, setPaused, clear: show };
}

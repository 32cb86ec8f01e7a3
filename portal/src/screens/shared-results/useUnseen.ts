/** New shares that are not on the page yet, and a pause during which their number stands still. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useArrivals } from "@/app/live-shares";
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
  const [frozenCount, setFrozenCount] = useState<number>();
  const count = useMemo(() => {
    const shown = new Set(edges?.map(({ node }) => node.id));
    return arrivals.filter((id) => !shown.has(id)).length;
  }, [arrivals, edges]);
  useEffect(() => {
    if (arrivals.length > 0 && count === 0) clear();
  }, [arrivals.length, count, clear]);
  const setPaused = useCallback(
    (isPaused: boolean) => setFrozenCount(isPaused ? count : undefined),
    [count],
  );
  const show = useCallback(() => {
    setFrozenCount((before) => (before === undefined ? undefined : 0));
    clear();
  }, [clear]);
  const isPaused = frozenCount !== undefined;
  return { count: frozenCount ?? count, isPaused, setPaused, clear: show };
}

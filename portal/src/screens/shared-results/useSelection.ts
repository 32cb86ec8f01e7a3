/** Which results are chosen: some of them, over all pages, or all that match the search. */
import { useCallback, useMemo, useState } from "react";
import type { Endings } from "@/app/live-shares";

type Selected = { isAll: true } | { isAll: false; ids: ReadonlySet<string> };

export interface Selection {
  isAll: boolean;
  /** In the order in which they were chosen; empty when all are. */
  ids: readonly string[];
  has: (id: string) => boolean;
  set: (ids: readonly string[], isSelected: boolean) => void;
  setAll: () => void;
  clear: () => void;
}

const NONE: Selected = { isAll: false, ids: new Set() };

// Kept while a result is looked at, for the way back; of one search only.
let kept: { key: string; selected: Selected } = { key: "", selected: NONE };

/** `key` names the search: another one starts with nothing chosen. */
export function useSelection(key: string, ended: Endings): Selection {
  const [held, setHeld] = useState(kept);
  const selected = held.key === key ? held.selected : NONE;
  const hold = useCallback(
    (next: Selected) => {
      kept = { key, selected: next };
      setHeld(kept);
    },
    [key],
  );
  const ids = useMemo(() => idsOf(selected).filter((id) => !ended.has(id)), [selected, ended]);
  return useMemo(
    () => ({
      isAll: selected.isAll,
      ids,
      has: (id) => selected.isAll || selected.ids.has(id),
      set: (changed, isSelected) => hold(changedBy(ids, changed, isSelected)),
      setAll: () => hold({ isAll: true }),
      clear: () => hold(NONE),
    }),
    [selected, ids, hold],
  );
}

function idsOf(selected: Selected): readonly string[] {
  return selected.isAll ? [] : [...selected.ids];
}

function changedBy(
  ids: readonly string[],
  changed: readonly string[],
  isSelected: boolean,
): Selected {
  const rest = ids.filter((id) => !changed.includes(id));
  return { isAll: false, ids: new Set(isSelected ? [...ids, ...changed] : rest) };
}

/** What happens to the organisation's shares while the portal is open: some come, some end. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import {
  ArrivalsDocument,
  EndingsDocument,
  type EndingsSubscription,
} from "@/api/generated/graphql";
import { useLive } from "@/api/live";
import { isFor } from "./audience";
import { useViewer } from "./viewer";

export type Ending = EndingsSubscription["shareChanged"]["sharedResult"];
export type Endings = ReadonlyMap<string, Ending>;

interface LiveShares {
  /** Ids of shares that came since they were shown last, oldest first. */
  arrivals: readonly string[];
  /** They are on the page now. */
  clear: () => void;
  /** By id, the shares that have ended: their data must not be shown any more. */
  endings: Endings;
}

const NONE: Endings = new Map();
const Context = createContext<LiveShares>({ arrivals: [], clear: () => {}, endings: NONE });

export function LiveShares({ children }: { children: ReactNode }) {
  const endings = useEndingsSince();
  const { arrivals, clear } = useArrivalsSince();
  const standing = useMemo(() => arrivals.filter((id) => !endings.has(id)), [arrivals, endings]);
  const value = useMemo(() => ({ arrivals: standing, clear, endings }), [standing, clear, endings]);
  return <Context value={value}>{children}</Context>;
}

export function useArrivals(): Pick<LiveShares, "arrivals" | "clear"> {
  return useContext(Context);
}

export function useEndings(): Endings {
  return useContext(Context).endings;
}

function useArrivalsSince() {
  const [arrivals, setArrivals] = useState<readonly string[]>([]);
  useLive(
    ArrivalsDocument,
    { after: useFirstCursor() },
    ({ resultShared }) => setArrivals((before) => including(before, resultShared.sharedResult.id)),
    { isPaused: useIsOthers(), cursorOf: ({ resultShared }) => resultShared.cursor },
  );
  const clear = useCallback(() => setArrivals([]), []);
  return { arrivals, clear };
}

function useEndingsSince(): Endings {
  const [endings, setEndings] = useState(NONE);
  useLive(
    EndingsDocument,
    { after: useFirstCursor() },
    ({ shareChanged: { sharedResult } }) =>
      setEndings((before) => new Map(before).set(sharedResult.id, sharedResult)),
    { isPaused: useIsOthers(), cursorOf: ({ shareChanged }) => shareChanged.cursor },
  );
  return endings;
}

/** Where the events stood before anything was read: between reading and watching is no gap. */
function useFirstCursor(): string | null {
  const { eventCursor } = useViewer();
  const [first] = useState(eventCursor ?? null);
  return first;
}

function useIsOthers(): boolean {
  const { role } = useViewer();
  return !isFor("institution", role);
}

function including(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids : [...ids, id];
}

/** New shares as they arrive, counted for the whole portal until somebody shows them. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { ArrivalsDocument } from "@/api/generated/graphql";
import { useLive } from "@/api/live";
import { isFor } from "./audience";
import { useViewer } from "./viewer";

interface Arrivals {
  /** Ids of shares that came since they were shown last, oldest first. */
  arrivals: readonly string[];
  /** They are on the page now. */
  clear: () => void;
}

const Context = createContext<Arrivals>({ arrivals: [], clear: () => {} });

export function LiveShares({ children }: { children: ReactNode }) {
  const { role } = useViewer();
  const [arrivals, setArrivals] = useState<readonly string[]>([]);
  useLive(
    ArrivalsDocument,
    {},
    ({ resultShared }) => setArrivals((before) => including(before, resultShared.sharedResult.id)),
    {
      isPaused: !isFor("institution", role),
      cursorOf: ({ resultShared }) => resultShared.cursor,
    },
  );
  const clear = useCallback(() => setArrivals([]), []);
  const value = useMemo(() => ({ arrivals, clear }), [arrivals, clear]);
  return <Context value={value}>{children}</Context>;
}

export function useArrivals(): Arrivals {
  return useContext(Context);
}

function including(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids : [...ids, id];
}

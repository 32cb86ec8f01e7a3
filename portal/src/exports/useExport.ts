/** Ask for a file of shared results and follow it until it can be downloaded. */
import { useCallback, useRef, useState } from "react";
import {
  type ExportFactsFragment,
  type ExportFormat,
  type Language,
  type SharedResultFilter,
  StartExportDocument,
  type StartExportMutation,
  WatchExportDocument,
} from "@/api/generated/graphql";
import { useKeys } from "@/api/idempotency";
import { useLive } from "@/api/live";
import { type Outcome, useChange } from "@/api/operations";
import type { Trouble } from "@/api/trouble";
import { isOver } from "./exportState";

/** Which results in which form: either by id or all that match a filter. */
export type ExportOrder = { format: ExportFormat } & (
  | { ids: readonly string[]; filter?: undefined }
  | { filter: SharedResultFilter; ids?: undefined }
);

export interface Exporting {
  /** Resolves to whether the file is on its way. `language` of its texts; left out: the user's. */
  start: (order: ExportOrder, language?: Language) => Promise<boolean>;
  /** The same order once more. */
  again: () => void;
  /** The file that is being made or was made; undefined before the first and after `close`. */
  current: ExportFactsFragment | undefined;
  /** Why nothing was started, or that nobody knows whether it was. */
  trouble: Trouble | undefined;
  isStarting: boolean;
  /** Look away: the file is made all the same, and is in Downloads. */
  close: () => void;
}

interface Asked {
  order: ExportOrder;
  language: Language | undefined;
}

export function useExport(): Exporting {
  const [current, setCurrent] = useState<ExportFactsFragment>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [create, isStarting] = useChange(StartExportDocument);
  const asked = useRef<Asked>(undefined);
  const keys = useKeys();
  useProgress(current, setCurrent);

  const send = useCallback(
    async (next: Asked): Promise<boolean> => {
      asked.current = next;
      setTrouble(undefined);
      const outcome = await create({ input: inputOf(next, keys.of(next)) });
      const started = startedBy(outcome);
      keys.settle(outcome);
      setCurrent(started);
      setTrouble(troubleOf(outcome));
      return started !== undefined;
    },
    [create, keys],
  );

  const start = useCallback<Exporting["start"]>(
    (order, language) => send({ order, language }),
    [send],
  );
  const again = useCallback(() => {
    if (asked.current !== undefined) void send(asked.current);
  }, [send]);
  const close = useCallback(() => {
    setCurrent(undefined);
    setTrouble(undefined);
  }, []);
  return { start, again, current, trouble, isStarting, close };
}

function useProgress(
  current: ExportFactsFragment | undefined,
  set: (next: (before: ExportFactsFragment | undefined) => ExportFactsFragment | undefined) => void,
): void {
  useLive(
    WatchExportDocument,
    { id: current?.id ?? "" },
    // What comes late, of a file that was closed or followed by another, is not shown.
    ({ exportProgress }) =>
      set((before) => (before?.id === exportProgress.id ? exportProgress : before)),
    { isPaused: current === undefined || isOver(current.state), isLimited: true },
  );
}

function inputOf({ order, language }: Asked, idempotencyKey: string) {
  const { format, ids, filter } = order;
  const selection = ids === undefined ? { filter } : { ids: [...ids] };
  return { format, selection, language, idempotencyKey };
}

function startedBy({ data }: Outcome<StartExportMutation>): ExportFactsFragment | undefined {
  return data?.createExport.export ?? undefined;
}

/** A refusal is shown like any other trouble, in the server's own words. */
function troubleOf({ data, trouble }: Outcome<StartExportMutation>): Trouble | undefined {
  const refusal = data?.createExport.userErrors[0];
  if (refusal === undefined) return trouble;
  return { kind: "refused", message: refusal.message, correlationId: undefined };
}

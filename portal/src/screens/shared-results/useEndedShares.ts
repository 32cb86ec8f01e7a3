/** Shares that end while the page is open: their data goes from the page at once, the line stays. */
import { useCallback, useState } from "react";
import { EndedSharesDocument, type EndedSharesSubscription } from "@/api/generated/graphql";
import { useLive } from "@/api/live";
import type { Row } from "./useSharedResultsPage";

type Ended = EndedSharesSubscription["shareChanged"]["sharedResult"];
export type EndedShares = ReadonlyMap<string, Ended>;

const NONE: EndedShares = new Map();

export function useEndedShares(): EndedShares {
  const [ended, setEnded] = useState(NONE);
  const note = useCallback(({ shareChanged }: EndedSharesSubscription) => {
    const { sharedResult } = shareChanged;
    setEnded((before) => new Map(before).set(sharedResult.id, sharedResult));
  }, []);
  useLive(EndedSharesDocument, {}, note, { cursorOf: ({ shareChanged }) => shareChanged.cursor });
  return ended;
}

/** The row as it is now. */
export function asOfNow(row: Row, ended: EndedShares): Row {
  const end = ended.get(row.id);
  return end === undefined ? row : { ...row, ...end, candidate: null, result: null };
}

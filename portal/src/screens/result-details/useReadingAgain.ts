/** When the record is read once more while a result stays open: only then, each look is noted. */
import { useEffect, useRef } from "react";
import { useConnection } from "@/api/connection";
import { onResumed } from "@/api/session";
import type { Shown } from "./shown";

const STALE_MS = 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;
// The clock of this device may be ahead of the server's.
const LATE_MS = 1_500;

export function useReadingAgain(reload: () => void, share: Shown | undefined): void {
  useAfterGap(reload);
  useEffect(() => onResumed(reload), [reload]);
  useOnReturn(reload, share?.standing.checkedAt);
  useAtExpiry(reload, share?.state === "ACTIVE" ? share.expiresAt : null);
}

/** Events of a gap may have been missed. */
function useAfterGap(reload: () => void): void {
  const connection = useConnection();
  const before = useRef(connection);
  useEffect(() => {
    if (before.current === "lost" && connection === "connected") reload();
    before.current = connection;
  }, [connection, reload]);
}

/** Somebody comes back to the tab after a while. */
function useOnReturn(reload: () => void, checkedAt: string | undefined): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible" || checkedAt === undefined) return;
      if (Date.now() - Date.parse(checkedAt) > STALE_MS) reload();
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [reload, checkedAt]);
}

/** The time of the share runs out while it is open. */
function useAtExpiry(reload: () => void, expiresAt: string | null): void {
  useEffect(() => {
    if (expiresAt === null) return;
    const wait = Date.parse(expiresAt) - Date.now() + LATE_MS;
    if (wait > LONGEST_TIMER_MS) return;
    const timer = setTimeout(reload, Math.max(wait, LATE_MS));
    return () => clearTimeout(timer);
  }, [reload, expiresAt]);
}

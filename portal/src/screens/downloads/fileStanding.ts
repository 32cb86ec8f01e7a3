/** How a file stands for its reader: one that has run out counts as expired before it is cleared. */
import type { ExportState } from "@/api/generated/graphql";
import type { MessageKind } from "@/design/Banner";
import type { File } from "./useHistory";

export const TONES: Record<ExportState, MessageKind> = {
  QUEUED: "info",
  RUNNING: "info",
  READY: "success",
  FAILED: "danger",
  CANCELLED: "neutral",
  EXPIRED: "neutral",
};

export function standingOf({ state, expiresAt }: File): ExportState {
  const hasRunOut = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return state === "READY" && hasRunOut ? "EXPIRED" : state;
}

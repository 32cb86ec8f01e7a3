/** How far a file is, as far as screens must know. */
import type { ExportState } from "@/api/generated/graphql";

const OVER: readonly ExportState[] = ["READY", "FAILED", "CANCELLED", "EXPIRED"];

/** Nothing more will change by itself. */
export function isOver(state: ExportState): boolean {
  return OVER.includes(state);
}

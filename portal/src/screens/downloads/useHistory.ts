/** A page of the organisation's files, read again whenever somebody comes back to the window. */
import {
  ExportHistoryDocument,
  type ExportHistoryQuery,
  type ExportRowFragment,
} from "@/api/generated/graphql";
import { type Read, useRead } from "@/api/operations";
import { type Steps, useKeyset } from "@/app/keyset";
import { useOnReturn } from "@/app/useOnReturn";

const ROWS = 20;

export type File = ExportRowFragment;

export interface History {
  read: Read<ExportHistoryQuery>;
  files: readonly File[];
  steps: Steps;
  isFront: boolean;
}

export function useHistory(): History {
  const { window, isFront, stepsFrom } = useKeyset(ROWS);
  const read = useRead(ExportHistoryDocument, window);
  // Files that were asked for in another tab, or by a colleague, are there on return.
  useOnReturn(read.reload);
  const page = read.data?.exports;
  const files = page?.edges.map((edge) => edge.node) ?? [];
  return { read, files, steps: stepsFrom(page?.pageInfo), isFront };
}

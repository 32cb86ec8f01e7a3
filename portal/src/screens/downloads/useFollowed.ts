/** A file that is being made, as it goes on. */
import { useState } from "react";
import { ExportRowProgressDocument } from "@/api/generated/graphql";
import { useLive } from "@/api/live";
import { isOver } from "@/exports/exportState";
import type { File } from "./useHistory";

/** The file as last heard of; `isFollowed`: whether to listen at all. */
export function useFollowed(file: File, isFollowed: boolean): File {
  const [heard, setHeard] = useState<File>();
  const current = isOver(file.state) || heard === undefined ? file : heard;
  useLive(
    ExportRowProgressDocument,
    { id: file.id },
    ({ exportProgress }) => setHeard(exportProgress),
    { isPaused: !isFollowed || isOver(current.state), isLimited: true },
  );
  return current;
}

/** What a screen reader is told of a file: that it began, and how it ended; not each row. */
import { useLingui } from "@lingui/react/macro";
import { isUnanswered } from "@/api/trouble";
import { useTroubleText } from "@/text/trouble";
import type { Exporting } from "./useExport";

export function useExportNews({ current, trouble, isStarting }: Exporting): string {
  const { t } = useLingui();
  const textOf = useTroubleText();
  if (isStarting) return t`The file is being asked for.`;
  if (trouble && isUnanswered(trouble)) {
    return t`We do not know yet whether your file is being made`;
  }
  if (trouble) return textOf(trouble);
  switch (current?.state) {
    case undefined:
      return "";
    case "QUEUED":
    case "RUNNING":
      return t`Your file is being made.`;
    case "READY":
      return t`Your file is ready to download.`;
    default:
      return t`Your file could not be made.`;
  }
}

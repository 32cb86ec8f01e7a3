/** The selection, and the dialog from which a file of it is asked for. */
import { useState } from "react";
import type { ExportFormat, Language, SharedResultFilter } from "@/api/generated/graphql";
import type { Exporting } from "@/exports/useExport";
import { useFormat } from "@/text/format";
import { DownloadOptions } from "./DownloadOptions";
import { SelectionBar } from "./SelectionBar";
import type { Total } from "./total";
import type { Selection } from "./useSelection";

interface DownloadBarProps {
  selection: Selection;
  total: Total;
  pageIds: readonly string[];
  filter: SharedResultFilter;
  /** `total` is of a list before: another filter was asked for since. */
  isBehind: boolean;
  exporting: Exporting;
  toResults: () => void;
}

export function DownloadBar(props: DownloadBarProps) {
  const { selection, total, pageIds, filter, isBehind, exporting, toResults } = props;
  const { number } = useFormat();
  const [isChoosing, setChoosing] = useState(false);
  // Without a selection the file is of all that match: the dialog says so.
  const { ids } = selection;
  const isAll = selection.isAll || ids.length === 0;
  const some = { count: ids.length, isCapped: false, text: number(ids.length) };
  const start = (format: ExportFormat, language: Language) => {
    setChoosing(false);
    void exporting.start(isAll ? { format, filter } : { format, ids }, language);
  };
  return (
    <>
      <SelectionBar
        {...{ selection, total, pageIds, toResults }}
        onDownload={() => setChoosing(true)}
      />
      {isChoosing && (
        <DownloadOptions
          chosen={isAll ? total : some}
          isAll={isAll}
          isBehind={isAll && isBehind}
          onStart={start}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

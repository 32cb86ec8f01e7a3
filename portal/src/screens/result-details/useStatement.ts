/** The statement as PDF: asked for by one press, saved as soon as it is made. */
import { useCallback, useEffect, useRef } from "react";
import { useExport } from "@/exports/useExport";

export function useStatement(shareId: string) {
  const exporting = useExport();
  const { start, current, isStarting } = exporting;
  const awaited = useRef(false);
  const address = current?.state === "READY" ? current.downloadUrl : null;
  const make = useCallback(() => {
    awaited.current = true;
    return start({ format: "PDF", ids: [shareId] });
  }, [start, shareId]);
  useEffect(() => {
    if (!address || !awaited.current) return;
    awaited.current = false;
    save(address);
  }, [address]);
  const isMaking = isStarting || current?.state === "QUEUED" || current?.state === "RUNNING";
  return { exporting, make, isMaking };
}

/** The page stays: the answer is an attachment. */
function save(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}

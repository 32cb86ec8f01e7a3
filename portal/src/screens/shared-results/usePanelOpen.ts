/** Whether the search options are open: as they were left; on a narrow screen at first closed. */
import { useCallback, useState } from "react";

const WIDE = "(width >= 60rem)";
const KEPT_AS = "rvs.searchOptions";

export function usePanelOpen(): [boolean, (isOpen: boolean) => void] {
  const [isOpen, setOpen] = useState(wasLeftOpen);
  const choose = useCallback((next: boolean) => {
    localStorage.setItem(KEPT_AS, next ? "open" : "closed");
    setOpen(next);
  }, []);
  return [isOpen, choose];
}

/** On a narrow screen the results would be out of sight below the panel. */
function wasLeftOpen(): boolean {
  return window.matchMedia(WIDE).matches && localStorage.getItem(KEPT_AS) === "open";
}

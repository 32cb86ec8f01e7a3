/** How many rows a page has; kept in this browser. */
import { useCallback, useState } from "react";

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

const KEPT_AS = "rvs.rows";

export function usePageSize(): [PageSize, (size: PageSize) => void] {
  const [size, setSize] = useState(kept);
  const choose = useCallback((next: PageSize) => {
    localStorage.setItem(KEPT_AS, String(next));
    setSize(next);
  }, []);
  return [size, choose];
}

function kept(): PageSize {
  return sizeOf(localStorage.getItem(KEPT_AS) ?? "");
}

export function sizeOf(text: string): PageSize {
  return PAGE_SIZES.find((size) => String(size) === text) ?? PAGE_SIZES[0];
}

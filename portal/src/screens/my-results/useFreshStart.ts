/** Begins at the heading again when the search of an address changes: the frame sees the same page. */
import { useEffect, useRef } from "react";

export function useFreshStart(search: string | null): void {
  const before = useRef(search);
  useEffect(() => {
    if (before.current === search) return;
    before.current = search;
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [search]);
}

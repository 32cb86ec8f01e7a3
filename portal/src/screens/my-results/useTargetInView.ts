/** Brings the share that the address names after `#` into view, once it is on the page. */
import { useEffect } from "react";

export function useTargetInView(): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    // After the frame has put the page to its top.
    const frame = requestAnimationFrame(() => {
      const target = id ? document.getElementById(id) : null;
      for (const fold of foldsAround(target)) fold.open = true;
      target?.scrollIntoView({ block: "center" });
      target?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}

function foldsAround(element: HTMLElement | null): HTMLDetailsElement[] {
  const fold = element?.parentElement?.closest("details");
  return fold ? [fold, ...foldsAround(fold)] : [];
}

/** Alt with a page key goes through the list: no browser and no screen reader uses it. */
import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Neighbour } from "./useNeighbours";

export const PREVIOUS_KEYS = "Alt+PageUp";
export const NEXT_KEYS = "Alt+PageDown";

export function useStepKeys(previous: Neighbour | undefined, next: Neighbour | undefined): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const to = { PageUp: previous, PageDown: next }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      navigate(to.href, { state: to.state });
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [previous, next, navigate]);
}

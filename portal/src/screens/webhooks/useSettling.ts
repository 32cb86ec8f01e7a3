/** Looks a few times whether something has come about that takes seconds, such as a test event. */
import { useEffect, useRef } from "react";

const PAUSE_MS = 2_500;
const MOST_LOOKS = 12;

export function useSettling(isOpen: boolean, look: () => void): void {
  const looks = useRef(0);
  useEffect(() => {
    if (!isOpen) {
      looks.current = 0;
      return;
    }
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible" || looks.current >= MOST_LOOKS) return;
      looks.current += 1;
      look();
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, [isOpen, look]);
}

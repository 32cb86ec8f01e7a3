/** Tells screen readers of changes, politely and not more often than every two seconds. */
import { useEffect, useRef, useState } from "react";
import { VisuallyHidden } from "./VisuallyHidden";

const PAUSE_MILLISECONDS = 2000;

export function LiveRegion({ message }: { message: string }) {
  const [said, setSaid] = useState("");
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const wait = Math.max(0, lastAt.current + PAUSE_MILLISECONDS - performance.now());
    const timer = setTimeout(() => {
      lastAt.current = performance.now();
      setSaid(message);
    }, wait);
    return () => clearTimeout(timer);
  }, [message]);

  return (
    <VisuallyHidden>
      <span role="status" aria-live="polite">
        {said}
      </span>
    </VisuallyHidden>
  );
}

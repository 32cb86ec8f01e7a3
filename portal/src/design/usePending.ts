/** Keeps a second press or submit away while the work of the first one lasts. */
import { useRef, useState } from "react";

/** Work that may take a while: what a promise stands for ends when it settles. */
type Work = () => unknown;

/** Whether the work lasts, and a start that does nothing meanwhile. */
export function usePending(): [boolean, (work: Work) => void] {
  const [isPending, setPending] = useState(false);
  const running = useRef(false);

  async function finish(result: PromiseLike<unknown>) {
    setPending(true);
    try {
      await result;
    } finally {
      running.current = false;
      setPending(false);
    }
  }

  function start(work: Work) {
    if (running.current) return;
    const result = work();
    if (!isPromise(result)) return;
    running.current = true;
    void finish(result);
  }

  return [isPending, start];
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}

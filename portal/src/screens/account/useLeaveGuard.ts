/** Holds back going elsewhere in the portal, and leaving it, while something is not saved. */
import { useEffect, useRef, useState } from "react";

interface LeaveGuard {
  /** Somebody wants to leave. */
  isAsking: boolean;
  leave: () => void;
  stay: () => void;
}

export function useLeaveGuard(isDirty: boolean): LeaveGuard {
  const [destination, setDestination] = useState<NavigationDestination | null>(null);
  const isLeaving = useRef(false);

  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    // Browsers without the Navigation API ask at least when the page is closed.
    const navigation = "navigation" in window ? window.navigation : undefined;
    const hold = (event: NavigateEvent) => {
      if (isLeaving.current || !isWithinThePortal(event)) return;
      event.preventDefault();
      setDestination(event.destination);
    };
    window.addEventListener("beforeunload", ask);
    navigation?.addEventListener("navigate", hold);
    return () => {
      window.removeEventListener("beforeunload", ask);
      navigation?.removeEventListener("navigate", hold);
    };
  }, [isDirty]);

  function leave() {
    isLeaving.current = true;
    if (destination) goTo(destination);
    setDestination(null);
  }

  return { isAsking: destination !== null, leave, stay: () => setDestination(null) };
}

/** Another page of the portal; what leaves it is asked about by the browser. */
function isWithinThePortal({ cancelable, destination, hashChange }: NavigateEvent): boolean {
  const isElsewhere = new URL(destination.url).pathname !== window.location.pathname;
  return cancelable && destination.sameDocument && !hashChange && isElsewhere;
}

function goTo({ key, url }: NavigationDestination): void {
  if (key) window.navigation.traverseTo(key);
  else window.history.pushState(null, "", url);
}

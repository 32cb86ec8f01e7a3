/** Holds the editor while it loads or an example comes into it: Run would run something else. */
import { useEffect } from "react";

/** The part of GraphiQL with the tabs, the button that runs and what came back. */
const SESSIONS = ".graphiql-sessions";

export function useHeld(isHeld: boolean): void {
  useEffect(() => {
    const sessions = document.querySelector(SESSIONS);
    sessions?.toggleAttribute("inert", isHeld);
    return () => sessions?.removeAttribute("inert");
  }, [isHeld]);
}

/** Who asks, for the panel of examples inside the editor. */
import { createContext, useContext } from "react";
import type { Caller } from "./caller";

export const CallerContext = createContext<Caller>({ state: "asking" });

export function useKnownRole() {
  const caller = useContext(CallerContext);
  return caller.state === "known" ? caller.viewer.role : undefined;
}

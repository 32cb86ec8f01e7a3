/** Who the service takes this page for, by cookie or by pasted token. */
import { useCallback, useEffect, useState } from "react";
import { CallerDocument, type CallerQuery } from "@/api/generated/graphiql/graphql";
import { begin, onResumed } from "@/api/session";
import { currentToken, useToken } from "./credentials";
import { ask } from "./requests";
import { speakHere } from "./texts";

export type Viewer = CallerQuery["viewer"];

/** Asking; refused or not reached; or who it is. */
export type Caller =
  | { state: "asking" }
  | { state: "unknown" }
  | { state: "known"; viewer: Viewer };

/** Asked again with each other token, and after signing in again in another tab. */
export function useCaller(): [Caller, () => void] {
  const token = useToken();
  const [caller, setCaller] = useState<Caller>({ state: "asking" });
  const look = useCallback(async () => {
    setCaller({ state: "asking" });
    const answer = await ask(CallerDocument, {});
    if (currentToken() === token) setCaller(answer ? known(answer.viewer) : { state: "unknown" });
  }, [token]);
  useEffect(() => {
    void look();
    return onResumed(look);
  }, [look]);
  return [caller, () => void look()];
}

function known(viewer: Viewer): Caller {
  const { user, session } = viewer;
  if (user && session && currentToken() === null) {
    begin({ userId: user.id, ...session });
    void speakHere(user.language === "FR" ? "fr" : "en");
  }
  return { state: "known", viewer };
}

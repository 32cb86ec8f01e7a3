/** Who the service takes this page for, by cookie or by pasted token. */
import { useCallback, useEffect, useState } from "react";
import { CallerDocument, type CallerQuery } from "@/api/generated/graphiql/graphql";
import { begin, onResumed } from "@/api/session";
import { currentToken, useToken } from "./credentials";
import { type Answer, post } from "./requests";
import { speakHere } from "./texts";

export type Viewer = CallerQuery["viewer"];

/** Asking; not accepted, with the server's sentence, or not reached; or who it is. */
export type Caller =
  | { state: "asking" }
  | { state: "unknown"; refusal?: string }
  | { state: "known"; viewer: Viewer };

/** Asked again with each other token, and after signing in again in another tab. */
export function useCaller(): [Caller, () => void] {
  const token = useToken();
  const [caller, setCaller] = useState<Caller>({ state: "asking" });
  const look = useCallback(async () => {
    setCaller({ state: "asking" });
    const answer = await post({ query: CallerDocument.toString() });
    if (currentToken() === token) setCaller(callerOf(answer));
  }, [token]);
  useEffect(() => {
    void look();
    return onResumed(look);
  }, [look]);
  return [caller, () => void look()];
}

function callerOf({ data, errors = [] }: Answer): Caller {
  if (data) return known((data as CallerQuery).viewer);
  const refused = errors.find(({ extensions }) => extensions?.code === "FORBIDDEN");
  return { state: "unknown", refusal: refused?.message };
}

function known(viewer: Viewer): Caller {
  const { user, session } = viewer;
  if (user && session && currentToken() === null) {
    begin({ userId: user.id, ...session });
    void speakHere(user.language === "FR" ? "fr" : "en");
  }
  return { state: "known", viewer };
}

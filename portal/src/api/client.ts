/** The GraphQL client: one POST for each operation, by the session cookie. */
import { cacheExchange, createClient, fetchExchange } from "urql";
import { currentLanguage } from "@/text/language";
import { byId } from "./by-id";
import { wasLost, wasReached } from "./connection";
import { held } from "./held";
import { expectedUser, wasActive } from "./session";

export const client = createClient({
  url: "/graphql",
  exchanges: [cacheExchange, held, byId, fetchExchange],
  fetch: reach,
  fetchOptions: () => ({
    credentials: "same-origin",
    // The server takes the cookie only together with this header, which foreign pages cannot send.
    headers: { "X-RVS-Request": "1", "Accept-Language": currentLanguage(), ...ofUser() },
  }),
  preferGetMethod: false,
  // Results are never shown from memory: access may have ended meanwhile.
  requestPolicy: "network-only",
});

/** Another tab may have signed in somebody else: then the server refuses. */
function ofUser(): Record<string, string> {
  const user = expectedUser();
  return user === null ? {} : { "X-RVS-User": user };
}

async function reach(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init).catch((error: unknown) => {
    if (!init?.signal?.aborted) wasLost();
    throw error;
  });
  wasReached();
  if (answer.ok) wasActive();
  return answer;
}

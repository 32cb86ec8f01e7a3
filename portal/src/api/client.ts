/** The GraphQL client: one POST for each operation, by the session cookie. */
import { cacheExchange, createClient, fetchExchange } from "urql";
import { currentLanguage } from "@/text/language";
import { wasLost, wasReached } from "./connection";
import { held } from "./held";
import { wasActive } from "./session";

export const client = createClient({
  url: "/graphql",
  exchanges: [cacheExchange, held, fetchExchange],
  fetch: reach,
  fetchOptions: () => ({
    credentials: "same-origin",
    // The server takes the cookie only together with this header, which foreign pages cannot send.
    headers: { "X-RVS-Request": "1", "Accept-Language": currentLanguage() },
  }),
  preferGetMethod: false,
  requestPolicy: "cache-and-network",
});

async function reach(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const answer = await fetch(input, init).catch((error: unknown) => {
    if (!init?.signal?.aborted) wasLost();
    throw error;
  });
  wasReached();
  if (answer.ok) wasActive();
  return answer;
}

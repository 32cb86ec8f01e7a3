/** What went wrong with an operation, in the few kinds that a screen tells apart. */
import type { CombinedError } from "urql";

export interface Trouble {
  kind: "unreachable" | "outdated" | "forbidden" | "limit" | "refused" | "failed";
  /** The server's own sentence, in the viewer's language; empty when nothing was answered. */
  message: string;
  /** To quote when writing to support. */
  correlationId: string | undefined;
}

/** Nobody knows whether a change was made; sent again with its key it is safe, and finds out. */
export function isUnanswered({ kind }: Trouble): boolean {
  return kind === "unreachable" || kind === "failed";
}

export function troubleOf(error: CombinedError): Trouble {
  const first = error.graphQLErrors[0];
  if (first === undefined) return withoutAnswer(error.response as Response | undefined);
  const { code, correlationId, retryAfterSeconds } = first.extensions;
  // The first call with the key still runs: asking again, with the same key, is right.
  const isRunning = code === "CONFLICT" && retryAfterSeconds !== undefined;
  return {
    kind: isRunning ? "failed" : (KINDS[String(code)] ?? "failed"),
    message: first.message,
    correlationId: typeof correlationId === "string" ? correlationId : undefined,
  };
}

/** An answer that is not of the API, such as a proxy's page, is no lost connection. */
function withoutAnswer(response: Response | undefined): Trouble {
  const correlationId = response?.headers.get("x-request-id") ?? undefined;
  return { kind: response === undefined ? "unreachable" : "failed", message: "", correlationId };
}

const KINDS: Record<string, Trouble["kind"]> = {
  // Its text was refused, too: see by-id.
  PERSISTED_QUERY_NOT_FOUND: "outdated",
  FORBIDDEN: "forbidden",
  UNAUTHENTICATED: "forbidden",
  RATE_LIMITED: "limit",
  COST_LIMIT: "limit",
  BAD_USER_INPUT: "refused",
  CONFLICT: "refused",
};

/** One operation, one POST, with the cookie or the pasted token. */

import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { hasEnded, wasActive } from "@/api/session";
import { currentLanguage } from "@/text/language";
import { currentToken } from "./credentials";

export interface Answer {
  data?: unknown;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

interface Operation {
  query: string;
  variables?: unknown;
  operationName?: string | null | undefined;
}

/** The answer as it came; what is no answer of the API is told as an error in the same form. */
export async function post(operation: Operation): Promise<Answer> {
  const token = currentToken();
  const response = await reach(operation, token);
  if (response === undefined) return failure(i18n._(msg`The service cannot be reached.`));
  const answer = await answerOf(response);
  if (answer === undefined) {
    return failure(i18n._(msg`This was no answer of the API (HTTP status ${response.status}).`));
  }
  if (token === null) noteSession(answer);
  return answer;
}

/** The data of one of our own documents; null when it was refused. */
export async function ask<Result, Variables>(
  document: DocumentTypeDecoration<Result, Variables> & { toString(): string },
  variables: Variables,
): Promise<Result | null> {
  const { data } = await post({ query: document.toString(), variables });
  return (data ?? null) as Result | null;
}

function reach(operation: Operation, token: string | null): Promise<Response | undefined> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    Accept: "application/graphql-response+json, application/json;q=0.9",
    "Accept-Language": currentLanguage(),
  };
  if (token === null) headers["X-RVS-Request"] = "1";
  else headers.Authorization = `Bearer ${token}`;
  return fetch("/graphql", {
    method: "POST",
    credentials: token === null ? "same-origin" : "omit",
    headers,
    body: JSON.stringify(operation),
  }).catch(() => undefined);
}

async function answerOf(response: Response): Promise<Answer | undefined> {
  const value: unknown = await response.json().catch(() => undefined);
  return typeof value === "object" && value !== null ? value : undefined;
}

/** The portal's other tabs count from the last request, whichever page made it. */
function noteSession({ errors }: Answer): void {
  if (errors?.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED")) hasEnded();
  else wasActive();
}

function failure(message: string): Answer {
  return { errors: [{ message }] };
}

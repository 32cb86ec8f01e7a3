/** How the other programs ask the service, which is at RVS_URL. */
import type { LineFragment, TypedDocumentString } from "./generated/graphql.ts";

export const url = `${process.env.RVS_URL ?? "http://127.0.0.1:8000"}/graphql`;

/** The service has answered with an error; `code` is one of those in its documentation. */
export class Refused extends Error {
  readonly code: string;

  constructor(error: { message: string; extensions?: Record<string, unknown> }) {
    super(error.message);
    this.code = String(error.extensions?.code);
  }
}

/** The data of one operation. Throws Refused, or another error when there is no such answer. */
export async function ask<Data, Variables>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
  token?: string,
): Promise<Data> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  // What a proxy says in place of the service may be no JSON.
  const answer = await response.json().catch(() => ({}));
  if (answer.errors) throw new Refused(answer.errors[0]);
  if (!response.ok || !answer.data) throw new Error(`${url} answers with ${response.status}`);
  return answer.data;
}

/** A setting that must be there. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}`);
  return value;
}

/** A share as one line. A result is genuine only while its standing is VERIFIED. */
export function line({ standing, candidate, result }: LineFragment): string {
  const name = `${candidate?.firstName} ${candidate?.familyName}`;
  return `${standing.state} ${name} - ${result?.exam.name} ${result?.overallScore ?? ""}`;
}

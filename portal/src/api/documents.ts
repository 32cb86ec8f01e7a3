/** The portal's documents, and the ids by which the server has known them since they were built. */
import { type AnyVariables, createRequest, type TypedDocumentNode } from "@urql/core";
import type { TypedDocumentString } from "./generated/graphql";

/** Any document that was generated. */
interface Generated {
  __meta__?: Record<string, unknown> | undefined;
  toString(): string;
}

const nodes = new WeakMap<object, TypedDocumentNode<unknown, AnyVariables>>();

/** `sha256:` and the hash of the document's text. */
export function idOf(document: Generated): string {
  return String(document.__meta__?.hash);
}

/** As urql takes it: parsed, with its id. */
export function nodeOf<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
): TypedDocumentNode<Result, AnyVariables> {
  const node = nodes.get(document) ?? parsed(document);
  nodes.set(document, node);
  return node as TypedDocumentNode<Result, AnyVariables>;
}

function parsed(document: Generated): TypedDocumentNode<unknown, AnyVariables> {
  const { query } = createRequest<unknown, AnyVariables>(document.toString(), {});
  return Object.assign(query, { documentId: idOf(document) }) as typeof query;
}

/** The text of a document as the server knows it, and the id that follows from the text. */
import { createHash } from "node:crypto";
import { type FieldNode, Kind, parse, print, visit } from "graphql";

const TYPENAME: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: "__typename" },
};

/** With the type of every object: by these urql's cache knows what a change has made stale. */
export function trustedText(operation: string): string {
  const document = visit(parse(operation), {
    SelectionSet: (node, _key, parent) =>
      parent !== undefined && "kind" in parent && parent.kind === Kind.OPERATION_DEFINITION
        ? undefined
        : { ...node, selections: [...node.selections, TYPENAME] },
  });
  return print(document);
}

export function trustedId(operation: string): string {
  return `sha256:${createHash("sha256").update(trustedText(operation)).digest("hex")}`;
}

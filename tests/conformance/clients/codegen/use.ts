/** Uses what graphql-codegen has made as an application does; compiled, never run. */
import type { ResultOf, VariablesOf } from "@graphql-typed-document-node/core";
import type {
  AnythingDocument,
  InboxDocument,
  MakeFileDocument,
  ShareDocument,
  SharedDocument,
} from "./generated/graphql.ts";

type Inbox = ResultOf<typeof InboxDocument>;

export const first: VariablesOf<typeof InboxDocument> = {
  first: 25,
  filter: { sharedFrom: "2026-09-01T00:00:00Z", state: "ACTIVE" },
  order: { field: "SHARED_AT", direction: "DESC" },
};

export const share: VariablesOf<typeof ShareDocument> = {
  input: { resultId: "result_1", organisationId: "organisation_1" },
};

export const file: VariablesOf<typeof MakeFileDocument> = {
  input: { format: "CSV", selection: { ids: ["share_1"] } },
};

export function lines(inbox: Inbox): string[] {
  return inbox.sharedResults.edges.map(({ cursor, node }) => {
    const born: string | undefined = node.candidate?.dateOfBirth;
    const score: number | null | undefined = node.result?.overallScore;
    return [cursor, node.sharedAt, node.standing.state, born, score].join(" ");
  });
}

export function size(found: ResultOf<typeof AnythingDocument>): number | null | undefined {
  if (found.node?.__typename === "Export") return found.node.bytes;
  if (found.node?.__typename === "WebhookDelivery") return found.node.sequence;
  return undefined;
}

export function cursor(event: ResultOf<typeof SharedDocument>): string {
  return event.resultShared.cursor;
}

// @ts-expect-error a moment is a text
export const wrongScalar: VariablesOf<typeof InboxDocument> = { first: 1, filter: { sharedTo: 1 } };
// @ts-expect-error `first` is needed
export const missing: VariablesOf<typeof InboxDocument> = {};
// @ts-expect-error there is no such order
export const wrongOrder: VariablesOf<typeof InboxDocument>["order"] = { field: "GRADE" };

export function withdrawn(inbox: Inbox): string {
  // @ts-expect-error of an ended share nothing of the candidate is left
  return inbox.sharedResults.edges[0]?.node.candidate.familyName ?? "";
}

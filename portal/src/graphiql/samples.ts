/** Variables for the examples: ids of what the caller has, so that each runs as it stands. */
import {
  SampleExportDocument,
  SampleResultsDocument,
  type SampleResultsQuery,
  SampleSharesDocument,
} from "@/api/generated/graphiql/graphql";
import { ask } from "./requests";

type Variables = Record<string, unknown>;

/** Null: the caller has nothing that would fit. */
export type Sample = () => Promise<Variables | null>;

export const oneShare: Sample = async () => {
  const [id] = await shareIds();
  return id === undefined ? null : { id };
};

export const someShares: Sample = async () => {
  const ids = await shareIds();
  return ids.length === 0 ? null : { input: { ids } };
};

export const newExport: Sample = async () => {
  const ids = await shareIds();
  if (ids.length === 0) return null;
  return { input: { format: "XLSX", selection: { ids }, idempotencyKey: crypto.randomUUID() } };
};

export const lastExport: Sample = async () => {
  const answer = await ask(SampleExportDocument, {});
  const id = answer?.exports.edges[0]?.node.id;
  return id === undefined ? null : { id };
};

export const newShare: Sample = async () => {
  const answer = await ask(SampleResultsDocument, {});
  const pair = answer === null ? undefined : unsharedPair(answer);
  return pair === undefined ? null : { input: { ...pair, idempotencyKey: crypto.randomUUID() } };
};

async function shareIds(): Promise<string[]> {
  const answer = await ask(SampleSharesDocument, {});
  return answer?.sharedResults.edges.map(({ node }) => node.id) ?? [];
}

/** A result and an organisation that does not have it. */
function unsharedPair({ myResults, universities, colleges }: SampleResultsQuery) {
  const found = [...universities.edges, ...colleges.edges].map(({ node }) => node.id);
  for (const { node } of myResults.edges.filter((edge) => edge.node.canBeShared)) {
    const held = node.shares.filter(({ state }) => state === "ACTIVE");
    const holders = new Set(held.map(({ organisation }) => organisation.id));
    const organisationId = found.find((id) => !holders.has(id));
    if (organisationId !== undefined) return { resultId: node.result.id, organisationId };
  }
  return undefined;
}

/** The service through Apollo Client: cache, pages, errors, and live shares over graphql-ws. */
import assert from "node:assert/strict";
import {
  ApolloClient,
  ApolloLink,
  CombinedGraphQLErrors,
  gql,
  HttpLink,
  InMemoryCache,
} from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";

const PAGE = gql(service.PAGE);
const SHARE = gql(service.SHARE);
const SHARED = gql(service.SHARED);
const NODE = gql`query Again($id: ID!) { node(id: $id) { ... on SharedResult { id isNew } } }`;

const candidate = await service.candidate();

await check("a query is answered, and kept by its ids", async () => {
  const client = connected(service.institution);
  const { data } = await client.query({ query: PAGE, variables: { first: 2 } });
  assert.equal(data.sharedResults.edges.length, 2);
  const { id } = data.sharedResults.edges[0].node;
  await client.query({ query: NODE, variables: { id } });
  assert.deepEqual(Object.keys(client.extract()[`SharedResult:${id}`]).sort(), [
    "__typename",
    "id",
    "isNew",
  ]);
});

await check("a refusal of a mutation is data", async () => {
  const client = connected(candidate.authorization);
  const input = { ...(await candidate.wish()), resultId: "result_none" };
  const { data, error } = await client.mutate({ mutation: SHARE, variables: { input } });
  assert.equal(error, undefined);
  assert.equal(data.shareResult.share, null);
  assert.equal(data.shareResult.userErrors[0].code, "NOT_FOUND");
});

await check("what is wrong with an operation comes with its code", async () => {
  const client = connected(candidate.authorization);
  await refused(client, gql`query Forbidden { newShareCount { count } }`, "FORBIDDEN");
  await refused(client, gql`query Wrong { nothing }`, "BAD_USER_INPUT");
  await refused(client, PAGE, "BAD_USER_INPUT", { first: "two" });
});

await check("credentials that are not good come with their code", async () => {
  await refused(
    connected("Bearer rvs_key_nobody"),
    gql`query Name { service { name } }`,
    "UNAUTHENTICATED",
  );
});

await check("pages are joined by relayStylePagination", async () => {
  const client = connected(service.institution);
  const { data: whole } = await client.query({
    query: PAGE,
    variables: { first: 6 },
    fetchPolicy: "no-cache",
  });
  const pages = client.watchQuery({ query: PAGE, variables: { first: 3 } });
  const watch = pages.subscribe({});
  const first = await whenRead(pages, 3);
  const { endCursor } = first.sharedResults.pageInfo;
  await pages.fetchMore({ variables: { after: endCursor } });
  const joined = await whenRead(pages, 6);
  assert.deepEqual(joined.sharedResults.edges, asRead(joined, whole.sharedResults.edges));
  assert.equal(joined.sharedResults.pageInfo.hasNextPage, true);
  watch.unsubscribe();
});

await check("a subscription through GraphQLWsLink gets a real share", async () => {
  const client = connected(service.institution);
  const variables = { after: await service.head() };
  const told = new Promise((next, error) => {
    client.subscribe({ query: SHARED, variables }).subscribe({ next, error });
  });
  const made = await candidate.share();
  assert.equal((await told).data.resultShared.sharedResult.id, made);
});

await check("a subscription that is refused comes with its code", async () => {
  const client = connected(candidate.authorization);
  const told = await new Promise((next, error) => {
    client.subscribe({ query: SHARED }).subscribe({ next, error });
  });
  assert.ok(CombinedGraphQLErrors.is(told.error));
  assert.equal(told.error.errors[0].extensions.code, "FORBIDDEN");
});

report(import.meta.url, "@apollo/client", "graphql-ws", "graphql");

/** A client as an application makes it: live operations by WebSocket, all others by POST. */
function connected(authorization) {
  const socket = createClient({ url: service.socketUrl, connectionParams: { authorization } });
  const link = ApolloLink.split(
    ({ operationType }) => operationType === "subscription",
    new GraphQLWsLink(socket),
    new HttpLink({ uri: service.url, headers: { authorization } }),
  );
  const fields = { sharedResults: relayStylePagination() };
  return new ApolloClient({
    link,
    cache: new InMemoryCache({ typePolicies: { Query: { fields } } }),
  });
}

async function refused(client, query, code, variables = {}) {
  const error = await client.query({ query, variables }).then(
    ({ data }) => assert.fail(`It answered ${JSON.stringify(data)}`),
    (error) => error,
  );
  assert.ok(CombinedGraphQLErrors.is(error), String(error));
  assert.equal(error.errors[0].extensions.code, code);
}

/** What a watched query shows, as soon as it has so many rows. */
async function whenRead(pages, rows) {
  for (;;) {
    const { data } = pages.getCurrentResult();
    if (data?.sharedResults?.edges.length === rows) return data;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The rows that must be there, in the form in which the cache gives them back. */
function asRead(joined, edges) {
  assert.equal(joined.sharedResults.edges.length, edges.length);
  return edges;
}

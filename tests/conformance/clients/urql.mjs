/** The service through urql: cache, pages, errors, and live shares by WebSocket and by events. */
import assert from "node:assert/strict";
import { Client, fetchExchange, gql, subscriptionExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { createClient } from "graphql-ws";
import { pipe, subscribe } from "wonka";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";

const PAGE = gql(service.PAGE);
const SHARE = gql(service.SHARE);
const SHARED = gql(service.SHARED);
const FORBIDDEN = gql`query Forbidden { newShareCount { count } }`;

const candidate = await service.candidate();

await check(
  "a query is answered in JSON, though its Accept header names event streams",
  async () => {
    const { data, error } = await connected(service.institution).query(PAGE, { first: 2 });
    assert.equal(error, undefined);
    assert.equal(data.sharedResults.edges.length, 2);
  },
);

await check("a refusal of a mutation is data", async () => {
  const input = { ...(await candidate.wish()), resultId: "result_none" };
  const { data, error } = await connected(candidate.authorization).mutation(SHARE, { input });
  assert.equal(error, undefined);
  assert.equal(data.shareResult.userErrors[0].code, "NOT_FOUND");
});

await check("what is wrong with an operation comes with its code", async () => {
  const client = connected(candidate.authorization);
  assert.deepEqual(codes(await client.query(FORBIDDEN, {})), ["FORBIDDEN"]);
  assert.deepEqual(codes(await client.query(PAGE, { first: "two" })), ["BAD_USER_INPUT"]);
});

await check("credentials that are not good come with their code", async () => {
  const answer = await connected("Bearer rvs_key_nobody").query(
    gql`query Name { service { name } }`,
    {},
  );
  assert.deepEqual(codes(answer), ["UNAUTHENTICATED"]);
});

await check("pages are joined by relayPagination", async () => {
  const client = connected(service.institution);
  const whole = await client.query(PAGE, { first: 6 }, { requestPolicy: "network-only" });
  const pages = connected(service.institution);
  const first = await pages.query(PAGE, { first: 3 });
  const after = first.data.sharedResults.pageInfo.endCursor;
  await pages.query(PAGE, { first: 3, after });
  const joined = pages.readQuery(PAGE, { first: 3 });
  assert.deepEqual(ids(joined), ids(whole));
});

await check("a subscription over graphql-ws gets a real share", async () => {
  const socket = createClient({
    url: service.socketUrl,
    connectionParams: { authorization: service.institution },
  });
  const forwardSubscription = ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
  });
  await getsAShare(connected(service.institution, [subscriptionExchange({ forwardSubscription })]));
});

await check("a subscription over server-sent events gets a real share", async () => {
  await getsAShare(connected(service.institution, [], { fetchSubscriptions: true }));
});

await check("a subscription that is refused comes with its code", async () => {
  const client = connected(candidate.authorization, [], { fetchSubscriptions: true });
  assert.deepEqual(codes(await firstOf(client.subscription(SHARED, {}))), ["FORBIDDEN"]);
});

report(import.meta.url, "@urql/core", "@urql/exchange-graphcache", "graphql-ws");

function connected(authorization, exchanges = [], options = {}) {
  const cache = cacheExchange({ resolvers: { Query: { sharedResults: relayPagination() } } });
  return new Client({
    url: service.url,
    exchanges: [cache, ...exchanges, fetchExchange],
    fetchOptions: { headers: { authorization } },
    // The service takes POST only.
    preferGetMethod: false,
    ...options,
  });
}

async function getsAShare(client) {
  const told = firstOf(client.subscription(SHARED, { after: await service.head() }));
  const made = await candidate.share();
  const { data, error } = await told;
  assert.equal(error, undefined);
  assert.equal(data.resultShared.sharedResult.id, made);
}

function firstOf(source) {
  return new Promise((resolve) => {
    const { unsubscribe } = pipe(
      source,
      subscribe((answer) => {
        resolve(answer);
        setTimeout(() => unsubscribe());
      }),
    );
  });
}

function codes({ error }) {
  return error.graphQLErrors.map(({ extensions }) => extensions.code);
}

function ids({ data }) {
  return data.sharedResults.edges.map(({ node }) => node.id);
}

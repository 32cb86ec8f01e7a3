/** The service through relay-runtime, by what relay-compiler has made of `relay/Inbox.ts`. */
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { createClient } from "graphql-ws";
import relay from "relay-runtime";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";

// The artifacts name each other without an ending, as bundlers like it.
registerHooks({
  resolve: (name, context, next) => next(name.endsWith(".graphql") ? `${name}.ts` : name, context),
});
const [LINE, AGAIN, NEXT, PAGE, QUERY, SHARE, SHARED] = await Promise.all(
  [
    ...["Inbox_line", "InboxLineQuery", "InboxNextQuery", "Inbox_page"],
    ...["InboxQuery", "InboxShareMutation", "InboxSharedSubscription"],
  ].map(async (name) => (await import(`./relay/artifacts/${name}.graphql.ts`)).default),
);

const { commitMutation, fetchQuery, getSingularSelector, Observable, requestSubscription } = relay;
const candidate = await service.candidate();

await check("a next page is appended to the connection", async () => {
  const environment = connected(service.institution);
  const root = await fetchQuery(environment, QUERY, { count: 3 }).toPromise();
  const first = read(environment, PAGE, root).sharedResults;
  assert.deepEqual([first.edges.length, first.pageInfo.hasNextPage], [3, true]);
  const cursor = first.pageInfo.endCursor;
  await fetchQuery(environment, NEXT, { count: 3, cursor }).toPromise();
  const { edges } = read(environment, PAGE, root).sharedResults;
  assert.equal(new Set(edges.map(({ node }) => node.id)).size, 6);
  assert.deepEqual(edges.slice(0, 3), first.edges);
});

await check("an object is fetched again by its id", async () => {
  const environment = connected(service.institution);
  const root = await fetchQuery(environment, QUERY, { count: 1 }).toPromise();
  const { node } = read(environment, PAGE, root).sharedResults.edges[0];
  const before = read(environment, LINE, node);
  const again = await fetchQuery(environment, AGAIN, { id: node.id }).toPromise();
  assert.deepEqual(read(environment, LINE, again.node), before);
});

await check("a refusal of a mutation is data", async () => {
  const input = { ...(await candidate.wish()), resultId: "result_none" };
  const { shareResult } = await new Promise((resolve, reject) => {
    commitMutation(connected(candidate.authorization), {
      mutation: SHARE,
      variables: { input },
      onCompleted: resolve,
      onError: reject,
    });
  });
  assert.equal(shareResult.userErrors[0].code, "NOT_FOUND");
});

await check("a subscription gets a real share", async () => {
  const variables = { after: await service.head() };
  const told = new Promise((onNext, onError) => {
    const environment = connected(service.institution);
    requestSubscription(environment, { subscription: SHARED, variables, onNext, onError });
  });
  const made = await candidate.share();
  assert.equal((await told).resultShared.sharedResult.id, made);
});

report(import.meta.url, "relay-runtime", "relay-compiler", "graphql-ws");

function connected(authorization) {
  const ask = async ({ text }, variables) => ({
    data: await service.ask(authorization, text, variables),
  });
  const socket = createClient({ url: service.socketUrl, connectionParams: { authorization } });
  const watch = ({ text }, variables) =>
    Observable.create((sink) => socket.subscribe({ query: text, variables }, sink));
  return new relay.Environment({
    network: relay.Network.create(ask, watch),
    store: new relay.Store(new relay.RecordSource()),
  });
}

/** What a component with this fragment would see. */
function read(environment, fragment, reference) {
  return environment.lookup(getSingularSelector(fragment, reference)).data;
}

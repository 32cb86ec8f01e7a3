/** Server-sent events through the client of npm graphql-sse, one connection for each operation. */
import assert from "node:assert/strict";
import { createClient, NetworkError } from "graphql-sse";
import { check, report } from "../checks.mjs";
import * as service from "../service.mjs";

const candidate = await service.candidate();
const institution = connected(service.institution);

await check("a query gives one answer and completes", async () => {
  const variables = { first: 2 };
  const answers = await all(institution.iterate({ query: service.PAGE, variables }));
  assert.equal(answers.length, 1);
  assert.equal(answers[0].data.sharedResults.edges.length, 2);
});

await check("a mutation gives its refusal as data", async () => {
  const client = connected(candidate.authorization);
  const input = { ...(await candidate.wish()), resultId: "result_none" };
  const answers = await all(client.iterate({ query: service.SHARE, variables: { input } }));
  assert.equal(answers[0].data.shareResult.userErrors[0].code, "NOT_FOUND");
});

await check("a wrong document and a forbidden subscription are answers with errors", async () => {
  const wrong = await all(institution.iterate({ query: "{ nothing }" }));
  assert.deepEqual(codes(wrong), ["BAD_USER_INPUT"]);
  const forbidden = await all(
    connected(candidate.authorization).iterate({ query: service.SHARED }),
  );
  assert.deepEqual(codes(forbidden), ["FORBIDDEN"]);
});

await check("credentials that are not good are refused with 401", async () => {
  const failed = all(connected("Bearer rvs_key_nobody").iterate({ query: "{ __typename }" }));
  await assert.rejects(
    failed,
    (error) => error instanceof NetworkError && error.response.status === 401,
  );
});

await check("a subscription gets a real share, and ends when the client leaves", async () => {
  const variables = { after: await service.head() };
  const watch = institution.iterate({ query: service.SHARED, variables });
  const coming = watch.next();
  const made = await candidate.share();
  const { value } = await coming;
  assert.equal(value.data.resultShared.sharedResult.id, made);
  assert.deepEqual(await watch.return(), { done: true, value: undefined });
});

await check("after a gap, `after` brings what came meanwhile", async () => {
  const after = await service.head();
  const made = await candidate.share();
  const watch = institution.iterate({ query: service.SHARED, variables: { after } });
  assert.equal((await watch.next()).value.data.resultShared.sharedResult.id, made);
  await watch.return();
});

await check("a client that names event streams after JSON gets JSON", async () => {
  const accept =
    "application/graphql-response+json, application/graphql+json, application/json," +
    " text/event-stream, multipart/mixed";
  const headers = { accept, "content-type": "application/json" };
  const body = JSON.stringify({ query: "{ __typename }" });
  const answer = await fetch(service.url, { method: "POST", headers, body });
  assert.match(answer.headers.get("content-type"), /^application\/graphql-response\+json/);
  assert.deepEqual(await answer.json(), { data: { __typename: "Query" } });
});

report(import.meta.url, "graphql-sse", "graphql");

function connected(authorization) {
  return createClient({ url: service.url, headers: { authorization }, retryAttempts: 0 });
}

async function all(answers) {
  const found = [];
  for await (const answer of answers) found.push(answer);
  return found;
}

function codes(answers) {
  return answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
}

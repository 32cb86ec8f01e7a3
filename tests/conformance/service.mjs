/** The service under test, as those who use it: a candidate who shares, an institution that watches. */
import assert from "node:assert/strict";

export const url = process.env.RVS_URL;
export const socketUrl = url.replace("http", "ws");
export const PRIMARY = "primary@northbridge.example";
export const CANDIDATE = "candidate@demo.example";

/** An API key of the institution, in the form of the header. */
export const institution = `Bearer ${process.env.RVS_API_KEY}`;

export const SHARED = `
  subscription Shared($after: String) {
    resultShared(after: $after) { cursor sharedResult { id state } }
  }`;
export const PAGE = `
  query Page($first: Int!, $after: String) {
    sharedResults(first: $first, after: $after) {
      edges { cursor node { id } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
export const SHARE = `
  mutation Share($input: ShareResultInput!) {
    shareResult(input: $input) { share { id state } userErrors { field code message } }
  }`;
const WITHDRAW = `
  mutation Withdraw($id: ID!) {
    withdrawShare(input: { id: $id }) { userErrors { code } }
  }`;
const SIGN_IN = `
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { token userErrors { code } }
  }`;
const OWN = `{
  myResults {
    edges { node { canBeShared result { id } shares { id state organisation { id } } } }
  }
  organisationDirectory(search: "northbridge") { edges { node { id } } }
}`;

/** The data of an operation without errors. */
export async function ask(authorization, query, variables = {}) {
  const headers = { "content-type": "application/json", ...(authorization && { authorization }) };
  const body = JSON.stringify({ query, variables });
  const answer = await (await fetch(url, { method: "POST", headers, body })).json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

/** A session's token, in the form of the header. */
export async function signIn(email) {
  const input = { email, password: process.env.RVS_PASSWORD, wantsToken: true };
  const { signIn } = await ask(undefined, SIGN_IN, { input });
  assert.deepEqual(signIn.userErrors, []);
  return `Bearer ${signIn.token}`;
}

/** The cursor from which the next share is the first that comes. */
export async function head() {
  const { viewer } = await ask(institution, "{ viewer { eventCursor } }");
  assert.ok(viewer.eventCursor);
  return viewer.eventCursor;
}

/** A candidate, who shares one result with the institution at a time. */
export async function candidate() {
  const authorization = await signIn(CANDIDATE);
  return {
    authorization,
    /** End what is shared, and share a result; the id of the share. */
    async share() {
      for (const id of (await own(authorization)).shared) await withdraw(authorization, id);
      return await share(authorization, await wish(authorization));
    },
    /** What may be shared, as the input of `shareResult`. */
    wish: () => wish(authorization),
  };
}

async function wish(authorization) {
  const { free, organisationId } = await own(authorization);
  assert.ok(free.length > 0, "The candidate has nothing left to share");
  return { resultId: free[0], organisationId };
}

/** Results that are not shared with the institution, and the shares of those that are. */
async function own(authorization) {
  const { myResults, organisationDirectory } = await ask(authorization, OWN);
  const organisationId = organisationDirectory.edges[0].node.id;
  const isOpen = ({ state, organisation }) =>
    state === "ACTIVE" && organisation.id === organisationId;
  const nodes = myResults.edges.map(({ node }) => node).filter(({ canBeShared }) => canBeShared);
  return {
    organisationId,
    free: nodes.filter(({ shares }) => !shares.some(isOpen)).map(({ result }) => result.id),
    shared: nodes.flatMap(({ shares }) => shares.filter(isOpen).map(({ id }) => id)),
  };
}

async function share(authorization, input) {
  const { shareResult } = await ask(authorization, SHARE, { input });
  assert.deepEqual(shareResult.userErrors, []);
  return shareResult.share.id;
}

async function withdraw(authorization, id) {
  const { withdrawShare } = await ask(authorization, WITHDRAW, { id });
  assert.deepEqual(withdrawShare.userErrors, []);
}

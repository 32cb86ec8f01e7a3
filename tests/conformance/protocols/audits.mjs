/** Every audit of graphql-http, as somebody who is signed in and may therefore introspect. */
import { serverAudits } from "graphql-http";
import { print, versions } from "../checks.mjs";
import { PRIMARY, signIn, url } from "../service.mjs";

const authorization = await signIn(PRIMARY);

function fetchFn(address, options = {}) {
  return fetch(address, { ...options, headers: { ...options.headers, authorization } });
}

const results = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { id, name, status, reason, response } = await audit.fn();
  results.push({ id, name, status, reason, answered: response?.status });
}
print({ versions: versions(import.meta.url, ["graphql-http"]), results });

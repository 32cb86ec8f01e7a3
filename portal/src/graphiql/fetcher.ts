/** How GraphiQL asks: subscriptions by WebSocket, everything else by POST. */
import type { Fetcher, FetcherReturnType } from "@graphiql/toolkit";
import type { DocumentNode } from "graphql";
import { post } from "./requests";
import { stream } from "./subscriptions";

export const fetcher: Fetcher = ({ query, variables, operationName }, options) => {
  const operation = { query, variables, operationName };
  const isStream = isSubscription(options?.documentAST, operationName);
  // Its types want errors as classes; it prints whatever comes.
  return (isStream ? stream(operation) : post(operation)) as FetcherReturnType;
};

function isSubscription(
  document: DocumentNode | null | undefined,
  name: string | null | undefined,
): boolean {
  return (document?.definitions ?? []).some(
    (each) =>
      each.kind === "OperationDefinition" &&
      each.operation === "subscription" &&
      (!name || each.name?.value === name),
  );
}

/** Holds what was refused because the session ended, and asks it again after signing in. */
import type { Exchange, Operation, OperationResult } from "@urql/core";
import { filter, pipe, tap } from "wonka";
import { currentSession, hasEnded, onResumed } from "./session";

export const held: Exchange = ({ client, forward }) => {
  const waiting = new Map<number, Operation>();
  onResumed(() => {
    const again = [...waiting.values()];
    waiting.clear();
    for (const { kind, key, query, variables, context } of again) {
      const fresh = { ...context, requestPolicy: "network-only" as const };
      client.reexecuteOperation({ kind, key, query, variables, context: fresh } as Operation);
    }
  });
  const isForLater = (result: OperationResult): boolean => {
    if (!isUnauthenticated(result) || currentSession().userId === null) return false;
    waiting.set(result.operation.key, result.operation);
    hasEnded();
    return true;
  };
  return (operations) =>
    pipe(
      operations,
      tap((operation) => operation.kind === "teardown" && waiting.delete(operation.key)),
      forward,
      filter((result) => !isForLater(result)),
    );
};

function isUnauthenticated({ error }: OperationResult): boolean {
  return error?.graphQLErrors.some((each) => each.extensions.code === "UNAUTHENTICATED") ?? false;
}

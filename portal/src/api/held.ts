/** Holds what was refused because the session ended, and asks it again after signing in. */
import type { Exchange, Operation, OperationResult } from "@urql/core";
import { filter, makeSubject, merge, pipe, tap } from "wonka";
import { currentSession, hasEnded, onResumed } from "./session";

export const held: Exchange = ({ forward }) => {
  const waiting = new Map<number, Operation>();
  // The client takes an operation without an answer for one that is under way and would not ask
  // again, so it is asked from here.
  const again = makeSubject<Operation>();
  onResumed(() => {
    const operations = [...waiting.values()];
    waiting.clear();
    for (const operation of operations) again.next(operation);
  });
  const isForLater = (result: OperationResult): boolean => {
    if (!isUnauthenticated(result) || currentSession().userId === null) return false;
    waiting.set(result.operation.key, result.operation);
    hasEnded();
    return true;
  };
  return (operations) =>
    pipe(
      merge([operations, again.source]),
      tap((operation) => operation.kind === "teardown" && waiting.delete(operation.key)),
      forward,
      filter((result) => !isForLater(result)),
    );
};

function isUnauthenticated({ error }: OperationResult): boolean {
  return error?.graphQLErrors.some((each) => each.extensions.code === "UNAUTHENTICATED") ?? false;
}

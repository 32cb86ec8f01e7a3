/** Asks by the id of a document; a server that does not know it is told the text, once. */
import {
  type CombinedError,
  type Exchange,
  makeOperation,
  type Operation,
  type OperationResult,
} from "@urql/core";
import { filter, makeSubject, map, merge, pipe } from "wonka";
import { isRefusedText, isUnknownDocument, noteOutdated } from "./release";

/** Noted in the context of what is sent: the operation as it came, and how its id was answered. */
interface Sent {
  whole?: Operation;
  missed?: { whole: Operation; error: CombinedError | undefined };
}

export const byId: Exchange = ({ forward }) => {
  const inFull = makeSubject<Operation>();
  const isForText = (result: OperationResult): boolean => {
    const { whole } = result.operation.context as Sent;
    if (whole === undefined || !isUnknownDocument(errorsOf(result))) return false;
    const again = {
      ...whole,
      context: { ...whole.context, missed: { whole, error: result.error } },
    };
    queueMicrotask(() => inFull.next(again));
    return true;
  };
  return (operations) =>
    pipe(
      merge([pipe(operations, map(withoutText)), inFull.source]),
      forward,
      filter((result) => !isForText(result)),
      map(answered),
    );
};

/** urql sends the id of a document that has nothing else. */
function withoutText(operation: Operation): Operation {
  const { documentId } = operation.query as { documentId?: string };
  if (operation.kind === "teardown" || documentId === undefined) return operation;
  const { kind, context } = operation;
  const query = { ...operation.query, definitions: [], documentId };
  return makeOperation(kind, { ...operation, query }, { ...context, whole: operation });
}

/** As if the operation had been sent as it came. A refusal of the text is told as what it is. */
function answered(result: OperationResult): OperationResult {
  const { whole, missed } = result.operation.context as Sent;
  const operation = whole ?? missed?.whole ?? result.operation;
  if (missed === undefined || !isRefusedText(errorsOf(result))) return { ...result, operation };
  noteOutdated();
  return { ...result, operation, error: missed.error };
}

function errorsOf({ error }: OperationResult) {
  return error?.graphQLErrors ?? [];
}

/** Reading and changing by documents of the generated types. */
import { useCallback, useEffect, useRef, useState } from "react";
import { type AnyVariables, type RequestPolicy, useClient, useQuery } from "urql";
import { useConnection } from "./connection";
import { nodeOf } from "./documents";
import type { TypedDocumentString } from "./generated/graphql";
import { type Trouble, troubleOf } from "./trouble";

export interface Read<Result> {
  /** Of the last answer; stays while the next one is awaited. */
  data: Result | undefined;
  trouble: Trouble | undefined;
  /** Nothing to show yet. */
  isLoading: boolean;
  /** Ask the server again. */
  reload: () => void;
}

export type Outcome<Result> =
  | { data: Result; trouble?: undefined }
  | { data?: undefined; trouble: Trouble };

interface ReadOptions {
  isPaused?: boolean;
  policy?: RequestPolicy;
}

/** Read, and read again when the connection comes back after it was lost. */
export function useRead<Result, Variables extends AnyVariables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { isPaused = false, policy }: ReadOptions = {},
): Read<Result> {
  const [{ data, error, fetching }, execute] = useQuery<Result, AnyVariables>({
    query: nodeOf(document),
    variables,
    pause: isPaused,
    requestPolicy: policy,
  });
  const reload = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  const trouble = error && troubleOf(error);
  useReturn(trouble?.kind === "unreachable", reload);
  return { data, trouble, isLoading: fetching && data === undefined, reload };
}

/** Change something. While an answer is awaited, asking again gives that answer: no double clicks. */
export function useChange<Result, Variables extends AnyVariables>(
  document: TypedDocumentString<Result, Variables>,
): [(variables: Variables) => Promise<Outcome<Result>>, boolean] {
  const client = useClient();
  const running = useRef<Promise<Outcome<Result>>>(undefined);
  const [isPending, setPending] = useState(false);
  const change = useCallback(
    (variables: Variables) => {
      if (running.current !== undefined) return running.current;
      setPending(true);
      running.current = client
        .mutation<Result, AnyVariables>(nodeOf(document), variables)
        .toPromise()
        .then(outcomeOf<Result>)
        .finally(() => {
          running.current = undefined;
          setPending(false);
        });
      return running.current;
    },
    [client, document],
  );
  return [change, isPending];
}

function outcomeOf<Result>(result: {
  data?: Result | undefined;
  error?: Parameters<typeof troubleOf>[0] | undefined;
}): Outcome<Result> {
  if (result.error !== undefined) return { trouble: troubleOf(result.error) };
  return { data: result.data as Result };
}

function useReturn(isAwaited: boolean, act: () => void): void {
  const connection = useConnection();
  useEffect(() => {
    if (isAwaited && connection === "connected") act();
  }, [isAwaited, connection, act]);
}

/** One subscription, one WebSocket, until it is stopped, ends or fails. */
import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { createClient, type SubscribePayload } from "graphql-ws";
import { currentToken } from "./credentials";

interface Observer {
  next: (answer: unknown) => void;
  error: (reason: unknown) => void;
  complete: () => void;
}

/** Nothing is tried again by itself: who tries out the API is to see how a stream ends. */
export function stream(payload: SubscribePayload) {
  return {
    subscribe(observer: Observer) {
      const token = currentToken();
      const client = createClient({
        url: `${window.location.origin.replace(/^http/, "ws")}/graphql`,
        connectionParams: token === null ? {} : { authorization: `Bearer ${token}` },
        retryAttempts: 0,
      });
      const stop = client.subscribe(payload, {
        next: observer.next,
        complete: observer.complete,
        error: (reason) => {
          observer.next({ errors: errorsOf(reason) });
          observer.complete();
        },
      });
      return { unsubscribe: stop };
    },
  };
}

function errorsOf(reason: unknown): readonly unknown[] {
  if (Array.isArray(reason)) return reason;
  if (!(reason instanceof CloseEvent) || reason.reason === "") {
    return [{ message: i18n._(msg`The connection to the service was lost.`) }];
  }
  const { code, reason: why } = reason;
  return [{ message: i18n._(msg`The service closed the connection: ${why} (${code}).`) }];
}

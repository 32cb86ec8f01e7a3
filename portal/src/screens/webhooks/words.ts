/** The words for what can go wrong with an endpoint; an unknown code is shown as it is. */
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";

const FAILURES: Record<string, MessageDescriptor> = {
  INVALID_URL: msg`Nothing may be sent to this address any more.`,
  DNS: msg`The host name of the address was not found.`,
  REFUSED_ADDRESS: msg`The host name leads to an address that is not public.`,
  CONNECT: msg`Nothing accepted the connection.`,
  TLS: msg`The secure connection failed: check the certificate and TLS 1.2 or later.`,
  TIMEOUT: msg`There was no full answer in time.`,
  PROTOCOL: msg`The connection was closed early, or the answer was no readable HTTP.`,
  TOO_LARGE: msg`The headers of the answer were too large.`,
  REDIRECT: msg`The answer was a redirect, which is not followed.`,
  HTTP_STATUS: msg`The answer was not a success (2xx).`,
  INTERNAL: msg`Something went wrong on our side. It is tried again.`,
  GONE: msg`The receiver answered 410 Gone: it wants nothing more.`,
};

/** The code of a failure in, its sentence out. */
export function useFailureText(): (code: string) => string {
  const { i18n } = useLingui();
  return (code) => {
    const text = FAILURES[code];
    return text === undefined ? code : i18n._(text);
  };
}

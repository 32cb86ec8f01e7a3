/** Which events an endpoint is told of. */
import { Trans } from "@lingui/react/macro";
import type { WebhookEventType } from "@/api/generated/graphql";
import { useWords } from "@/text/words";

export function EndpointEvents({ types }: { types: readonly WebhookEventType[] }) {
  const { eventType } = useWords();
  if (types.length === 0) return <Trans>All events</Trans>;
  return types.map(eventType).join(", ");
}

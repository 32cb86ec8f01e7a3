/** Adds an endpoint; an attempt that got lost is repeated under its own key, not made twice. */
import { useRef, useState } from "react";
import {
  AddWebhookEndpointDocument,
  type AddWebhookEndpointMutation,
  type WebhookEventType,
} from "@/api/generated/graphql";
import { newKey, useChange } from "@/api/operations";
import type { Trouble } from "@/api/trouble";

type Refusal = AddWebhookEndpointMutation["createWebhookEndpoint"]["userErrors"][number];

export interface NewEndpoint {
  url: string;
  eventTypes: WebhookEventType[];
}

export function useAddEndpoint(onAdded: (secret: string | null) => void) {
  const [change] = useChange(AddWebhookEndpointDocument);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [trouble, setTrouble] = useState<Trouble>();
  const sent = useRef({ wish: "", key: "" });

  async function add(endpoint: NewEndpoint): Promise<void> {
    const idempotencyKey = keyFor(endpoint);
    const outcome = await change({ input: { ...endpoint, idempotencyKey } });
    setTrouble(outcome.trouble);
    const answer = outcome.data?.createWebhookEndpoint;
    setRefusals(answer?.userErrors ?? []);
    if (answer?.endpoint) onAdded(answer.secret);
  }

  function keyFor(endpoint: NewEndpoint): string {
    const wish = JSON.stringify(endpoint);
    if (sent.current.wish !== wish) sent.current = { wish, key: newKey() };
    return sent.current.key;
  }

  return { add, refusals, trouble };
}

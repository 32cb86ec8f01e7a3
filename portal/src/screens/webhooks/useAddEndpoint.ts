/** Adds an endpoint; an attempt that got lost is repeated under its own key, not made twice. */
import { useState } from "react";
import {
  AddWebhookEndpointDocument,
  type AddWebhookEndpointMutation,
  type WebhookEventType,
} from "@/api/generated/graphql";
import { useKeys } from "@/api/idempotency";
import { useChange } from "@/api/operations";
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
  const keys = useKeys();

  async function add(endpoint: NewEndpoint): Promise<void> {
    const outcome = await change({ input: { ...endpoint, idempotencyKey: keys.of(endpoint) } });
    keys.settle(outcome);
    setTrouble(outcome.trouble);
    const answer = outcome.data?.createWebhookEndpoint;
    setRefusals(answer?.userErrors ?? []);
    if (answer?.endpoint) onAdded(answer.secret);
  }

  return { add, refusals, trouble };
}

/** An endpoint and its deliveries as the screens see them, and the colours of their states. */
import type {
  DeliveryRowFragment,
  DeliveryState,
  EndpointFactsFragment,
  WebhookEndpointQuery,
  WebhookEndpointState,
} from "@/api/generated/graphql";
import type { MessageKind } from "@/design/Banner";

export type Endpoint = EndpointFactsFragment;
export type Delivery = DeliveryRowFragment;
export type Attempt = DeliveryRowFragment["attempts"][number];
export type EndpointWithLog = Exclude<
  NonNullable<WebhookEndpointQuery["node"]>,
  Record<PropertyKey, never>
>;

export const ENDPOINT_TONES: Record<WebhookEndpointState, MessageKind> = {
  PENDING: "warning",
  ACTIVE: "success",
  PAUSED: "neutral",
  DISABLED: "danger",
};

export const DELIVERY_TONES: Record<DeliveryState, MessageKind> = {
  PENDING: "info",
  LEASED: "info",
  DELIVERED: "success",
  DEAD: "danger",
  CANCELLED: "neutral",
  PARKED: "neutral",
};

/** The endpoint; undefined when there is none with this id, or none of this organisation. */
export function endpointIn({ node }: WebhookEndpointQuery): EndpointWithLog | undefined {
  return isEndpoint(node) ? node : undefined;
}

function isEndpoint(node: WebhookEndpointQuery["node"]): node is EndpointWithLog {
  return node !== null && "deliveries" in node;
}

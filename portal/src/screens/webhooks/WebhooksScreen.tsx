/** Where the organisation's own programs are told of new results: its endpoints, and a new one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WebhookEndpointsDocument, type WebhookEndpointsQuery } from "@/api/generated/graphql";
import { type Read, useRead } from "@/api/operations";
import { OrganisationTabs } from "@/app/OrganisationTabs";
import { Trouble } from "@/app/Trouble";
import { useOnReturn } from "@/app/useOnReturn";
import { useTitle } from "@/app/useTitle";
import { Button } from "@/design/Button";
import { EmptyState } from "@/design/EmptyState";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { AddEndpoint } from "./AddEndpoint";
import { EndpointList } from "./EndpointList";
import { useSettling } from "./useSettling";

export default function WebhooksScreen() {
  const { t } = useLingui();
  const [isAdding, setAdding] = useState(false);
  const read = useRead(WebhookEndpointsDocument, {});
  useTitle(t`Webhooks`);
  useOnReturn(read.reload);
  useSettling(isSettling(read.data), read.reload);
  return (
    <>
      <OrganisationTabs />
      <PageHeader
        title={t`Webhooks`}
        lead={t`Add the address of a program of yours: it is told at once when a result is shared with you or a share ends.`}
        actions={<AddButton onPress={() => setAdding(true)} />}
      />
      <Content of={read} />
      {isAdding && (
        <AddEndpoint
          onAdded={read.reload}
          onClose={() => {
            setAdding(false);
            read.reload();
          }}
        />
      )}
    </>
  );
}

function AddButton({ onPress }: { onPress: () => void }) {
  return (
    <Button kind="primary" icon="webhook" onPress={onPress}>
      <Trans>Add an endpoint</Trans>
    </Button>
  );
}

function Content({ of: { data, trouble, reload } }: { of: Read<WebhookEndpointsQuery> }) {
  if (data === undefined) {
    return trouble ? <Trouble of={trouble} onRetry={reload} /> : <Skeleton rows={3} />;
  }
  const endpoints = data.webhookEndpoints.edges.map((edge) => edge.node);
  if (endpoints.length > 0) return <EndpointList endpoints={endpoints} />;
  return (
    <EmptyState icon="webhook" title={<Trans>No endpoints yet</Trans>}>
      <Trans>
        An endpoint is an https address at which a program of yours receives signed messages. They
        hold ids only: your program asks the API for the rest.
      </Trans>
    </EmptyState>
  );
}

/** A test event is on its way, and nothing was heard of it yet. */
function isSettling(data: WebhookEndpointsQuery | undefined): boolean {
  const edges = data?.webhookEndpoints.edges ?? [];
  return edges.some(({ node }) => node.state === "PENDING" && node.failure === null);
}

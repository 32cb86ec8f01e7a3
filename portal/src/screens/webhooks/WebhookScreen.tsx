/** One endpoint: its state, and the log of what was sent to it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { WebhookEndpointDocument } from "@/api/generated/graphql";
import { useRead } from "@/api/operations";
import { canBeId } from "@/app/askable";
import { type Keyset, useKeyset } from "@/app/keyset";
import { paths } from "@/app/paths";
import type { ScreenProps } from "@/app/screens";
import { Trouble } from "@/app/Trouble";
import { useOnReturn } from "@/app/useOnReturn";
import { useTitle } from "@/app/useTitle";
import { EmptyState } from "@/design/EmptyState";
import { Link } from "@/design/Link";
import { PageHeader } from "@/design/PageHeader";
import { Skeleton } from "@/design/Skeleton";
import { DeliveryLog } from "./DeliveryLog";
import { EndpointFacts } from "./EndpointFacts";
import { type EndpointWithLog, endpointIn } from "./endpoint";
import { useSettling } from "./useSettling";

const ROWS = 20;

export default function WebhookScreen({ id }: ScreenProps) {
  const { t } = useLingui();
  useTitle(t`Webhook endpoint`);
  return canBeId(id) ? <Endpoint id={id} /> : <Missing />;
}

function Endpoint({ id }: { id: string }) {
  const keyset = useKeyset(ROWS);
  const { data, trouble, reload } = useRead(WebhookEndpointDocument, { id, ...keyset.window });
  const endpoint = data && endpointIn(data);
  useOnReturn(reload);
  useSettling(endpoint?.state === "PENDING" && endpoint.failure === null, reload);
  if (endpoint) return <Found endpoint={endpoint} keyset={keyset} reload={reload} />;
  if (data) return <Missing />;
  return (
    <>
      <Head />
      {trouble ? <Trouble of={trouble} onRetry={reload} /> : <Skeleton rows={6} />}
    </>
  );
}

interface FoundProps {
  endpoint: EndpointWithLog;
  keyset: Keyset;
  reload: () => void;
}

function Found({ endpoint, keyset, reload }: FoundProps) {
  return (
    <>
      <Head address={endpoint.url} />
      <EndpointFacts endpoint={endpoint} />
      <DeliveryLog log={endpoint.deliveries} keyset={keyset} onReload={reload} />
    </>
  );
}

function Head({ address }: { address?: string }) {
  const back = { href: paths.webhooks, label: <Trans>Webhooks</Trans> };
  const lead = address && <bdi dir="ltr">{address}</bdi>;
  return <PageHeader back={back} title={<Trans>Webhook endpoint</Trans>} lead={lead} />;
}

function Missing() {
  return (
    <>
      <Head />
      <EmptyState icon="question" title={<Trans>Not here</Trans>}>
        <Trans>
          Your organisation has no endpoint at this address. Look for it in{" "}
          <Link href={paths.webhooks}>Webhooks</Link>.
        </Trans>
      </EmptyState>
    </>
  );
}

/** What was sent to an endpoint, newest first, a page at a time. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Keyset } from "@/app/keyset";
import { Button } from "@/design/Button";
import { EmptyState } from "@/design/EmptyState";
import { NewerOlder } from "@/design/NewerOlder";
import { Panel } from "@/design/Panel";
import { DeliveryItem } from "./DeliveryItem";
import type { EndpointWithLog } from "./endpoint";
import styles from "./Webhooks.module.css";

interface DeliveryLogProps {
  log: EndpointWithLog["deliveries"];
  keyset: Keyset;
  onReload: () => void;
}

export function DeliveryLog({ log, keyset, onReload }: DeliveryLogProps) {
  const { t } = useLingui();
  const { back, onward } = keyset.stepsFrom(log.pageInfo);
  return (
    <Panel
      title={t`Deliveries`}
      actions={
        <Button size="small" icon="refresh" onPress={onReload}>
          <Trans>Look again</Trans>
        </Button>
      }
    >
      {log.edges.length === 0 && <EmptyState title={<Trans>Nothing was sent yet</Trans>} />}
      <ol className={styles.log} aria-label={t`Deliveries, newest first`}>
        {log.edges.map(({ node }) => (
          <DeliveryItem key={node.id} delivery={node} />
        ))}
      </ol>
      <NewerOlder
        label={t`Pages`}
        newer={t`Newer deliveries`}
        older={t`Older deliveries`}
        onNewer={back}
        onOlder={onward}
      />
    </Panel>
  );
}

/** Since when and until when the candidate gives access; all that is left once it has ended. */
import { Trans, useLingui } from "@lingui/react/macro";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import type { Shown } from "./shown";

export function SharePanel({ share }: { share: Shown }) {
  const { t } = useLingui();
  return (
    <Panel title={t`Sharing`}>
      <DescriptionList
        items={[
          { term: t`Date shared`, value: <Time at={share.sharedAt} /> },
          { term: t`Access`, value: <Until share={share} /> },
        ]}
      />
    </Panel>
  );
}

function Until({ share }: { share: Shown }) {
  const { state, expiresAt } = share;
  if (state === "WITHDRAWN") return <Trans>Withdrawn by the candidate</Trans>;
  if (expiresAt === null) {
    return state === "EXPIRED" ? (
      <Trans>Expired</Trans>
    ) : (
      <Trans>Until the candidate withdraws it</Trans>
    );
  }
  return state === "EXPIRED" ? (
    <Trans>
      Expired on <Time at={expiresAt} />
    </Trans>
  ) : (
    <Trans>
      Until <Time at={expiresAt} />
    </Trans>
  );
}

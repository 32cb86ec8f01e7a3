/** The answer, over everything else: genuine as of a moment, or not, or unknown, and why. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Verdict } from "@/design/Verdict";
import { useFormat } from "@/text/format";
import { useWords } from "@/text/words";
import styles from "./StandingBand.module.css";
import type { Shown } from "./shown";
import { KINDS, nextOf, titleOf } from "./standing";

export function StandingBand({ share }: { share: Shown }) {
  const { i18n } = useLingui();
  const { reason } = useWords();
  const { standing, result } = share;
  const next = nextOf(standing);
  return (
    <Verdict kind={KINDS[standing.state]} title={i18n._(titleOf(standing))}>
      <p>
        <AsOf checkedAt={standing.checkedAt} /> {reason(standing.reasonCode)} {next && i18n._(next)}{" "}
        <VersionOf version={result?.version ?? 1} />
      </p>
    </Verdict>
  );
}

function AsOf({ checkedAt }: { checkedAt: string }) {
  const { moment } = useFormat();
  return (
    <strong className={styles.asOf}>
      <Trans>
        As of <time dateTime={checkedAt}>{moment(checkedAt)}</time>.
      </Trans>
    </strong>
  );
}

function VersionOf({ version }: { version: number }) {
  if (version === 1) return null;
  return <Trans>You see version {version}.</Trans>;
}

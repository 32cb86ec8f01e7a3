/** Says plainly when a result is not simply released, and why it cannot be shared then. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { OwnResultFragment } from "@/api/generated/graphql";
import { WriteToSupport } from "@/app/WriteToSupport";
import { Banner } from "@/design/Banner";
import { useWords } from "@/text/words";
import styles from "./MyResults.module.css";

interface ResultStandingProps {
  of: OwnResultFragment;
}

export function ResultStanding({ of }: ResultStandingProps) {
  if (of.canBeShared && of.result.state !== "AMENDED") return null;
  return (
    <div className={styles.standing}>
      <Standing of={of} />
    </div>
  );
}

function Standing({ of: { result } }: ResultStandingProps) {
  const words = useWords();
  if (result.state === "AMENDED") return <Amended />;
  if (result.state === "WITHHELD") return <Withheld about={result.referenceNumber} />;
  if (result.state === "REVOKED") return <Revoked about={result.referenceNumber} />;
  return (
    <Banner kind="neutral" title={words.resultState(result.state)}>
      <Trans>It cannot be shared now.</Trans>
    </Banner>
  );
}

function Amended() {
  return (
    <Banner kind="info" title={<Trans>This result was amended</Trans>}>
      <Trans>You see the current version; so does everybody with whom you share it.</Trans>
    </Banner>
  );
}

function Withheld({ about }: { about: string }) {
  const { t } = useLingui();
  return (
    <Banner kind="warning" title={<Trans>The awarding body withholds this result for now</Trans>}>
      <p>
        <Trans>
          It cannot be shared until it is released. Who has it already is told that it is withheld,
          and sees no scores.
        </Trans>
      </p>
      <p>
        <WriteToSupport subject={t`Withheld result ${about}`} />
      </p>
    </Banner>
  );
}

function Revoked({ about }: { about: string }) {
  const { t } = useLingui();
  return (
    <Banner kind="danger" title={<Trans>The awarding body has revoked this result</Trans>}>
      <p>
        <Trans>
          It does not count any more and cannot be shared. Who has it already is told that it was
          revoked.
        </Trans>
      </p>
      <p>
        <WriteToSupport subject={t`Revoked result ${about}`} />
      </p>
    </Banner>
  );
}

/** Who has a result now, and, folded away, who had it. */
import { Plural, Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { OwnResultFragment, OwnShareFragment } from "@/api/generated/graphql";
import { Disclosure } from "@/design/Disclosure";
import styles from "./MyResults.module.css";
import { ActiveShare, EndedShare } from "./ShareItem";
import { WithdrawalNotice } from "./WithdrawalNotice";
import { WithdrawDialog } from "./WithdrawDialog";
import { type Withdrawal, withEnds } from "./withdrawal";

interface WhoHasItProps {
  of: OwnResultFragment;
  onStale: () => void;
}

export function WhoHasIt({ of: own, onStale }: WhoHasItProps) {
  const [asked, setAsked] = useState<OwnShareFragment | null>(null);
  const [withdrawals, setWithdrawals] = useState<readonly Withdrawal[]>([]);
  const shares = withEnds(own.shares, withdrawals);
  const active = shares.filter(({ state }) => state === "ACTIVE");

  function note(withdrawal: Withdrawal) {
    setAsked(null);
    setWithdrawals((before) => [...before, withdrawal]);
    onStale();
  }

  return (
    <div className={styles.holders}>
      <h3>
        <Trans>Who has it</Trans>
      </h3>
      <WithdrawalNotice of={withdrawals.at(-1)} />
      {active.length > 0 ? (
        <ul className={styles.shares}>
          {active.map((share) => (
            <ActiveShare key={share.id} share={share} onWithdraw={() => setAsked(share)} />
          ))}
        </ul>
      ) : (
        <Nobody canBeShared={own.canBeShared} />
      )}
      <EndedShares shares={shares.filter(({ state }) => state !== "ACTIVE")} />
      {asked && (
        <WithdrawDialog
          key={asked.id}
          share={asked}
          examName={own.result.exam.name}
          onClose={() => setAsked(null)}
          onEnded={note}
        />
      )}
    </div>
  );
}

function Nobody({ canBeShared }: { canBeShared: boolean }) {
  return (
    <p className={styles.quiet}>
      {canBeShared ? (
        <Trans>Nobody. An organisation sees it only when you share it.</Trans>
      ) : (
        <Trans>Nobody.</Trans>
      )}
    </p>
  );
}

function EndedShares({ shares }: { shares: readonly OwnShareFragment[] }) {
  if (shares.length === 0) return null;
  return (
    <Disclosure title={<Plural value={shares.length} one="# ended share" other="# ended shares" />}>
      <ul className={styles.shares}>
        {shares.map((share) => (
          <EndedShare key={share.id} share={share} />
        ))}
      </ul>
    </Disclosure>
  );
}

/** Says that access has ended; takes the focus, since the button that was pressed is gone. */
import { Trans } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { Banner } from "@/design/Banner";
import { Bidi } from "@/design/Bidi";
import styles from "./MyResults.module.css";
import type { Withdrawal } from "./withdrawal";

/** The dialog gives the focus back before: ours comes after that. */
const AFTER_THE_DIALOG_MS = 50;

export function WithdrawalNotice({ of }: { of: Withdrawal | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (of === undefined) return;
    const timer = setTimeout(() => box.current?.focus(), AFTER_THE_DIALOG_MS);
    return () => clearTimeout(timer);
  }, [of]);
  if (of === undefined) return null;
  return (
    <div ref={box} tabIndex={-1} className={styles.notice}>
      <Banner kind={of.hadEnded ? "info" : "success"}>
        <NoticeText of={of} />
      </Banner>
    </div>
  );
}

function NoticeText({ of: { share, hadEnded } }: { of: Withdrawal }) {
  const name = <Bidi>{share.organisation.name}</Bidi>;
  return hadEnded ? (
    <Trans>The access of {name} had ended already. Nothing was changed.</Trans>
  ) : (
    <Trans>Access withdrawn. {name} cannot see this result any more.</Trans>
  );
}

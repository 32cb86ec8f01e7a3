/** Why one may rely on an answer: consent, three answers, and the record of every look. */
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import { Icon } from "@/design/Icon";
import styles from "./Trust.module.css";

export function Trust() {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.trust}>
      <h2 id={id} className={styles.title}>
        <Trans>What makes it trustworthy</Trans>
      </h2>
      <div className={styles.reasons}>
        <Reason title={<Trans>The candidate decides</Trans>}>
          <Trans>
            You see a result only after its candidate has shared it with you, and no longer once
            they withdraw it or its time is over.
          </Trans>
        </Reason>
        <Reason title={<Trans>Three answers, never a guess</Trans>}>
          <Trans>What is not known is never shown as good.</Trans>
          <ThreeAnswers />
        </Reason>
        <Reason title={<Trans>Everything is on record</Trans>}>
          <Trans>
            Each look at personal data is written down before the data is shown. Candidates see who
            has their results and whether they were opened.
          </Trans>
        </Reason>
      </div>
    </section>
  );
}

function Reason({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.reason}>
      <h3>{title}</h3>
      <div className={styles.text}>{children}</div>
    </div>
  );
}

function ThreeAnswers() {
  return (
    <ul className={styles.answers}>
      <li className={styles.verified}>
        <Icon name="check" /> <Trans>Verified: it stands as the record has it.</Trans>
      </li>
      <li className={styles.refuted}>
        <Icon name="cross" /> <Trans>Not verified, and why: withheld or revoked.</Trans>
      </li>
      <li className={styles.unknown}>
        <Icon name="question" /> <Trans>Could not be checked, and why.</Trans>
      </li>
    </ul>
  );
}

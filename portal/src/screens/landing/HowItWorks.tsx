/** Three short steps from the candidate to the answer, each with a drawing on one line. */
import { Trans } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import styles from "./HowItWorks.module.css";
import { Answering, Asking, Sharing } from "./step-drawings";

export function HowItWorks() {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        <Trans>How it works</Trans>
      </h2>
      <ol className={styles.steps}>
        <Step drawing={<Sharing />} title={<Trans>The candidate shares</Trans>}>
          <Trans>
            Candidates choose one of their results and your organisation, and whether access ends on
            a day. Nobody else can give you access.
          </Trans>
        </Step>
        <Step drawing={<Asking />} title={<Trans>The record answers</Trans>}>
          <Trans>
            What you see is read from the awarding body’s record, never from a paper or from a
            picture of one.
          </Trans>
        </Step>
        <Step drawing={<Answering />} title={<Trans>You see where it stands</Trans>}>
          <Trans>
            Within seconds it is on your page, with the scores, the level and the answer. Whenever
            you open it, it is read anew.
          </Trans>
        </Step>
      </ol>
    </section>
  );
}

interface StepProps {
  drawing: ReactNode;
  title: ReactNode;
  children: ReactNode;
}

function Step({ drawing, title, children }: StepProps) {
  return (
    <li className={styles.step}>
      <div className={styles.drawing}>{drawing}</div>
      <h3 className={styles.name}>{title}</h3>
      <p className={styles.text}>{children}</p>
    </li>
  );
}

/** The way back to the list, and to the results before and after this one in it. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useListPlace, wayBack } from "@/app/list-place";
import { Icon } from "@/design/Icon";
import styles from "./ListBar.module.css";
import { NEXT_KEYS, PREVIOUS_KEYS, useStepKeys } from "./stepKeys";
import { type Neighbour, type Neighbours, useNeighbours } from "./useNeighbours";

export function ListBar() {
  const { href, state } = wayBack(useListPlace());
  const neighbours = useNeighbours();
  return (
    <div className={styles.bar} data-print="no">
      <Link href={href} state={state} className={styles.link}>
        <Icon name="chevron-left" />
        <Trans>Back to Shared Results</Trans>
      </Link>
      {neighbours && <Steps of={neighbours} />}
    </div>
  );
}

function Steps({ of: { previous, next, isLoading } }: { of: Neighbours }) {
  const { t } = useLingui();
  useStepKeys(previous, next);
  return (
    <nav aria-label={t`Results of the list`} className={styles.steps}>
      <Step to={previous} keys={PREVIOUS_KEYS} none={isLoading ? "" : t`First in the list`}>
        <Icon name="chevron-left" />
        <Trans>Previous result</Trans>
      </Step>
      <Step to={next} keys={NEXT_KEYS} none={isLoading ? "" : t`Last in the list`}>
        <Trans>Next result</Trans>
        <Icon name="chevron-right" />
      </Step>
    </nav>
  );
}

interface StepProps {
  to: Neighbour | undefined;
  keys: string;
  /** Said where the list ends. */
  none: string;
  children: ReactNode;
}

function Step({ to, keys, none, children }: StepProps) {
  if (to === undefined) return <span className={styles.none}>{none}</span>;
  return (
    <Link
      href={to.href}
      state={to.state}
      className={styles.link}
      aria-keyshortcuts={keys}
      title={keys.replace("+", " + ")}
    >
      {children}
    </Link>
  );
}

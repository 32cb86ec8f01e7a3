/** One result of the candidate's own: what it says, who has it, and the way to share it. */
import { Trans } from "@lingui/react/macro";
import type { OwnResultFragment } from "@/api/generated/graphql";
import { pathOf, paths } from "@/app/paths";
import { ButtonLink } from "@/design/ButtonLink";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { Time } from "@/design/Time";
import { VisuallyHidden } from "@/design/VisuallyHidden";
import styles from "./MyResults.module.css";
import { ResultStanding } from "./ResultStanding";
import { ResultSummary } from "./ResultSummary";
import { WhoHasIt } from "./WhoHasIt";

interface ResultPanelProps {
  of: OwnResultFragment;
  onStale: () => void;
}

export function ResultPanel({ of: own, onStale }: ResultPanelProps) {
  const { result, canBeShared } = own;
  return (
    <Panel
      id={result.id}
      title={
        <>
          {result.exam.name}
          <VisuallyHidden>, {result.examDate}</VisuallyHidden>
        </>
      }
      actions={canBeShared && <ShareLink of={own} />}
    >
      <ResultStanding of={own} />
      <div className={styles.columns}>
        <div>
          <ResultSummary result={result} />
          <DescriptionList
            items={[
              { term: <Trans>Date of exam</Trans>, value: <Time at={result.examDate} /> },
              {
                term: <Trans>Reference number</Trans>,
                value: <code>{result.referenceNumber}</code>,
              },
            ]}
          />
        </div>
        <WhoHasIt of={own} onStale={onStale} />
      </div>
    </Panel>
  );
}

function ShareLink({ of: { result } }: { of: OwnResultFragment }) {
  return (
    <ButtonLink kind="primary" icon="share" href={pathOf(paths.shareResult, result.id)}>
      <Trans>Share</Trans>
      <VisuallyHidden>
        {" "}
        {result.exam.name}, {result.examDate}
      </VisuallyHidden>
    </ButtonLink>
  );
}

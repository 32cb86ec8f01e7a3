/** The five steps of sharing, on one page: result, organisation, contents, duration, confirmation. */
import { Trans } from "@lingui/react/macro";
import type { OwnResultFragment, OwnShareFragment } from "@/api/generated/graphql";
import { paths } from "@/app/paths";
import { Banner } from "@/design/Banner";
import { ErrorSummary } from "@/design/ErrorSummary";
import { Form } from "@/design/Form";
import { Link } from "@/design/Link";
import { Panel } from "@/design/Panel";
import { ConfirmStep } from "./ConfirmStep";
import { ContentsStep } from "./ContentsStep";
import { DurationStep } from "./DurationStep";
import { OrganisationStep } from "./OrganisationStep";
import { ResultSummary } from "./ResultSummary";
import styles from "./ShareForm.module.css";
import { useShareForm } from "./useShareForm";

interface ShareFormProps {
  of: OwnResultFragment;
  hasOthers: boolean;
  onShared: (share: OwnShareFragment) => void;
}

export function ShareForm({ of: own, hasOthers, onShared }: ShareFormProps) {
  const { choice, change, existing, errors, problems, tries, submit, sharing } = useShareForm(
    own,
    onShared,
  );
  return (
    <Form onSubmit={submit}>
      <div className={styles.steps}>
        <ErrorSummary key={tries} errors={problems} />
        <ResultStep of={own} hasOthers={hasOthers} errorMessage={errors.result} />
        <OrganisationStep
          chosen={choice.organisation}
          existing={existing}
          errorMessage={errors.organisation}
          onChoose={(organisation) => change({ organisation })}
        />
        <ContentsStep
          exam={own.result.exam}
          includesPhoto={choice.includesPhoto}
          onChange={(includesPhoto) => change({ includesPhoto })}
        />
        <DurationStep duration={choice} errorMessage={errors.day} onChange={change} />
        <ConfirmStep
          of={own}
          choice={choice}
          trouble={sharing.last?.trouble}
          isPending={sharing.isPending}
        />
      </div>
    </Form>
  );
}

interface ResultStepProps extends Pick<ShareFormProps, "of" | "hasOthers"> {
  errorMessage: string | undefined;
}

function ResultStep({ of: { result }, hasOthers, errorMessage }: ResultStepProps) {
  return (
    <Panel title={<Trans>1. The result</Trans>}>
      <p>
        <strong>{result.exam.name}</strong>, {result.examDate}
      </p>
      <ResultSummary result={result} />
      {errorMessage && <Banner kind="warning">{errorMessage}</Banner>}
      {hasOthers && (
        <p>
          <Link href={paths.myResults}>
            <Trans>Share another result instead</Trans>
          </Link>
        </p>
      )}
    </Panel>
  );
}

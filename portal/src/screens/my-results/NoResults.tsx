/** Why there is nothing to see yet, and what comes next. */
import { Trans, useLingui } from "@lingui/react/macro";
import { WriteToSupport } from "@/app/WriteToSupport";
import { EmptyState } from "@/design/EmptyState";

export function NoResults() {
  const { t } = useLingui();
  return (
    <EmptyState icon="document" title={<Trans>You have no results yet</Trans>}>
      <p>
        <Trans>
          A result appears here on the day on which the awarding body releases it. There is nothing
          for you to do until then.
        </Trans>
      </p>
      <p>
        <Trans>You have received a Statement of Results and do not see it here?</Trans>{" "}
        <WriteToSupport subject={t`My result is missing`} />
      </p>
    </EmptyState>
  );
}

/** Banners, verdicts, tags, and what stands where content is missing. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Banner } from "@/design/Banner";
import { Button } from "@/design/Button";
import { EmptyState } from "@/design/EmptyState";
import { ErrorState } from "@/design/ErrorState";
import { Panel } from "@/design/Panel";
import { ProgressBar } from "@/design/ProgressBar";
import { Skeleton } from "@/design/Skeleton";
import { Tag } from "@/design/Tag";
import { Verdict } from "@/design/Verdict";
import { BothSchemes } from "./BothSchemes";
import classes from "./Design.module.css";

export function Messages() {
  const { t } = useLingui();
  return (
    <Panel title={t`Messages`}>
      <p className={classes.note}>
        <Trans>Each message says what happened and what to do next, in words and by a sign.</Trans>
      </p>
      <BothSchemes>
        <div className={classes.stack}>
          <Verdicts />
          <Banners />
          <Tags />
        </div>
      </BothSchemes>
      <Waiting />
    </Panel>
  );
}

function Verdicts() {
  return (
    <>
      <Verdict kind="verified" title={<Trans>Genuine</Trans>}>
        <p>
          <Trans>This result is in our records, as of now.</Trans>
        </p>
      </Verdict>
      <Verdict kind="not-verified" title={<Trans>Not verified</Trans>}>
        <p>
          <Trans>The result was revoked on 2026-11-02. Do not rely on the document.</Trans>
        </p>
      </Verdict>
      <Verdict kind="could-not-check" title={<Trans>Could not be checked</Trans>}>
        <p>
          <Trans>Our records cannot be reached. This says nothing about the result.</Trans>
        </p>
      </Verdict>
    </>
  );
}

function Banners() {
  const { t } = useLingui();
  return (
    <>
      <Banner
        kind="info"
        title={t`3 new results`}
        actions={<Button size="small">{t`Show`}</Button>}
      />
      <Banner kind="success" title={t`Saved`}>
        <p>{t`You will get a daily e-mail.`}</p>
      </Banner>
      <Banner kind="warning" title={t`Your session ends in two minutes`}>
        <p>{t`What you typed is kept.`}</p>
      </Banner>
      <Banner kind="danger" title={t`The file could not be made`} />
      <Banner kind="neutral">
        <p>{t`Withdrawn results stay as a line without data.`}</p>
      </Banner>
    </>
  );
}

function Tags() {
  const { t } = useLingui();
  return (
    <div className={classes.row}>
      <Tag kind="new">{t`New`}</Tag>
      <Tag kind="success">{t`Ready`}</Tag>
      <Tag kind="warning">{t`Pending`}</Tag>
      <Tag kind="danger">{t`Revoked`}</Tag>
      <Tag kind="info">{t`Released`}</Tag>
      <Tag kind="neutral">{t`Withdrawn`}</Tag>
    </div>
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <div className={classes.columns}>
      <EmptyState
        icon="document"
        title={t`No results have been shared with you yet`}
        actions={<Button icon="copy">{t`Copy invitation`}</Button>}
      >
        <p>{t`Candidates share them from their account. Invite them by a link.`}</p>
      </EmptyState>
      <ErrorState
        message={t`The service did not answer. Nothing was lost.`}
        correlationId="0c4f5b71d2"
        onRetry={() => undefined}
      />
      <ProgressBar label={t`Making the file`} value={120} max={300} />
      <Skeleton lines={3} />
    </div>
  );
}

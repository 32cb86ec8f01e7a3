/** Everything that was chosen, once more, and the button that shares. */
import { Trans } from "@lingui/react/macro";
import type { OwnResultFragment } from "@/api/generated/graphql";
import { isUnanswered, type Trouble } from "@/api/trouble";
import { Banner } from "@/design/Banner";
import { Bidi } from "@/design/Bidi";
import { Button } from "@/design/Button";
import { DescriptionList } from "@/design/DescriptionList";
import { Panel } from "@/design/Panel";
import { useCountry } from "@/text/country";
import { useFormat } from "@/text/format";
import { useChangeTroubleText } from "@/text/unanswered";
import { type Duration, isDayWrong, lastDay } from "./expiry";
import styles from "./ShareForm.module.css";
import type { ShareChoice } from "./useShareForm";

interface ConfirmStepProps {
  of: OwnResultFragment;
  choice: ShareChoice;
  trouble: Trouble | undefined;
  isPending: boolean;
}

export function ConfirmStep({ of: { result }, choice, trouble, isPending }: ConfirmStepProps) {
  const { organisation } = choice;
  return (
    <Panel title={<Trans>5. Check and share</Trans>}>
      <DescriptionList
        items={[
          { term: <Trans>Result</Trans>, value: `${result.exam.name}, ${result.examDate}` },
          { term: <Trans>Organisation</Trans>, value: <Receiver of={choice} /> },
          ...(result.exam.hasPhoto
            ? [{ term: <Trans>Photo</Trans>, value: <Photo isShown={choice.includesPhoto} /> }]
            : []),
          { term: <Trans>Access ends</Trans>, value: <End duration={choice} /> },
        ]}
      />
      <p className={styles.warning}>
        <Trans>
          They see it at once. You can withdraw access at any time; files that they have downloaded
          by then cannot be called back.
        </Trans>
      </p>
      {trouble && <Failed trouble={trouble} />}
      <Button kind="primary" icon="share" type="submit" isPending={isPending}>
        <Act name={organisation?.name} />
      </Button>
    </Panel>
  );
}

function Act({ name }: { name: string | undefined }) {
  if (name === undefined) return <Trans>Share this result</Trans>;
  const organisation = <Bidi>{name}</Bidi>;
  return <Trans>Share with {organisation}</Trans>;
}

function Receiver({ of: { organisation } }: { of: ShareChoice }) {
  const { place } = useCountry();
  if (organisation === null) return <Trans>Not chosen yet</Trans>;
  return (
    <>
      <strong>
        <Bidi>{organisation.name}</Bidi>
      </strong>
      , <Bidi>{place(organisation)}</Bidi>
    </>
  );
}

function Photo({ isShown }: { isShown: boolean }) {
  return isShown ? <Trans>Shown</Trans> : <Trans>Not shown</Trans>;
}

function End({ duration }: { duration: Duration }) {
  const format = useFormat();
  const day = lastDay(duration);
  if (duration.period === "none") return <Trans>No end date</Trans>;
  if (day === null || isDayWrong(duration)) return <Trans>Not chosen yet</Trans>;
  const last = format.date(day);
  return <Trans>At the end of {last}</Trans>;
}

/** Without an answer it may have been shared: the next try finds out. */
function Failed({ trouble }: { trouble: Trouble }) {
  const textOf = useChangeTroubleText();
  const title = isUnanswered(trouble) ? (
    <Trans>We do not know yet whether it was shared</Trans>
  ) : (
    <Trans>It was not shared</Trans>
  );
  return (
    <div className={styles.failed}>
      <Banner kind="danger" role="alert" title={title}>
        <p>{textOf(trouble)}</p>
        <p>
          <Trans>What you chose is kept.</Trans>
        </p>
      </Banner>
    </div>
  );
}

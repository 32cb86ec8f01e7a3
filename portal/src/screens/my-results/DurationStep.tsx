/** How long the organisation may look: without end, for a while, or until a day of one's own. */
import { Trans, useLingui } from "@lingui/react/macro";
import { DateField } from "@/design/DateField";
import { Panel } from "@/design/Panel";
import { RadioGroup } from "@/design/RadioGroup";
import { useFormat } from "@/text/format";
import { type Duration, dayLimits, lastDay, PERIODS, type Period } from "./expiry";
import styles from "./ShareForm.module.css";
import { FIELDS } from "./shareErrors";

interface DurationStepProps {
  duration: Duration;
  errorMessage: string | undefined;
  onChange: (changed: Partial<Duration>) => void;
}

export function DurationStep({ duration, errorMessage, onChange }: DurationStepProps) {
  const { t } = useLingui();
  const labels: Record<Period, string> = {
    none: t`No end date`,
    quarter: t`3 months`,
    year: t`1 year`,
    own: t`Until a day that you choose`,
  };
  const until = useUntil();
  return (
    <Panel title={<Trans>4. How long</Trans>}>
      <RadioGroup
        label={<Trans>Access ends</Trans>}
        description={<Trans>Whatever you choose, you can withdraw access at any time.</Trans>}
        options={PERIODS.map((value) => ({
          value,
          label: labels[value],
          description: until(value),
        }))}
        value={duration.period}
        onChange={(value) => onChange({ period: value as Period })}
      />
      {duration.period === "own" && (
        <div className={styles.ownDay}>
          <OwnDay duration={duration} errorMessage={errorMessage} onChange={onChange} />
        </div>
      )}
    </Panel>
  );
}

function OwnDay({ duration, errorMessage, onChange }: DurationStepProps) {
  const { earliest, latest } = dayLimits();
  return (
    <DateField
      id={FIELDS.day}
      label={<Trans>Last day of access</Trans>}
      value={duration.ownDay}
      minValue={earliest}
      maxValue={latest}
      errorMessage={errorMessage}
      onChange={(ownDay) => onChange({ ownDay })}
    />
  );
}

/** The day that a period means, so that nobody has to count. */
function useUntil(): (period: Period) => string | undefined {
  const { t } = useLingui();
  const format = useFormat();
  return (period) => {
    const day = lastDay({ period, ownDay: null });
    return day === null ? undefined : t`Until ${format.date(day)}`;
  };
}

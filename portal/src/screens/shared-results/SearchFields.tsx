/** The fields of the search options. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@/design/Checkbox";
import { CheckboxGroup } from "@/design/CheckboxGroup";
import { DateField } from "@/design/DateField";
import { Disclosure } from "@/design/Disclosure";
import { SearchField } from "@/design/SearchField";
import { Select } from "@/design/Select";
import styles from "./SearchForm.module.css";
import { LONGEST_NAME, type Search } from "./search";
import type { Problems } from "./useDraft";
import type { Exams } from "./useExams";

interface PartProps {
  draft: Search;
  change: (changed: Partial<Search>) => void;
}

export function Dates({ draft, change, problems }: PartProps & { problems: Problems }) {
  return (
    <>
      <DateField
        label={<Trans>Shared from</Trans>}
        value={draft.from}
        errorMessage={problems.from}
        onChange={(from) => change({ from })}
      />
      <DateField
        label={<Trans>Shared until</Trans>}
        value={draft.to}
        errorMessage={problems.to}
        onChange={(to) => change({ to })}
      />
    </>
  );
}

export function NameField({ draft, change, onSubmit }: PartProps & { onSubmit: () => void }) {
  return (
    <SearchField
      label={<Trans>First or family name begins with</Trans>}
      value={draft.name}
      maxLength={LONGEST_NAME}
      onChange={(name) => change({ name })}
      onSubmit={onSubmit}
    />
  );
}

export function Access({ draft, change }: PartProps) {
  const { t } = useLingui();
  const options = [
    { id: "ACTIVE", label: t`Active` },
    { id: "EXPIRED", label: t`Expired` },
    { id: "WITHDRAWN", label: t`Withdrawn` },
  ] as const;
  return (
    <Select
      label={<Trans>Access</Trans>}
      options={options}
      value={draft.state}
      onChange={(id) => change({ state: options.find((each) => each.id === id)?.id ?? "ACTIVE" })}
    />
  );
}

export function Ticks({ draft, change }: PartProps) {
  return (
    <div className={styles.ticks}>
      <Checkbox isSelected={draft.isUnopened} onChange={(isUnopened) => change({ isUnopened })}>
        <Trans>Unopened by me only</Trans>
      </Checkbox>
      <Checkbox isSelected={draft.isNew} onChange={(isNew) => change({ isNew })}>
        <Trans>New since my last sign-in only</Trans>
      </Checkbox>
    </div>
  );
}

export function ExamBoxes({ draft, change, exams }: PartProps & { exams: Exams }) {
  const count = draft.exams.length;
  const title = count === 0 ? <Trans>Exams: any</Trans> : <Trans>Exams: {count} chosen</Trans>;
  return (
    <Disclosure title={title}>
      <div className={styles.exams}>
        <CheckboxGroup
          label={<Trans>Only these exams</Trans>}
          options={exams.map(({ code, name }) => ({ value: code, label: name }))}
          value={draft.exams}
          onChange={(chosen) => change({ exams: chosen })}
        />
      </div>
    </Disclosure>
  );
}

export function NothingLeft() {
  return (
    <p className={styles.note}>
      <Trans>
        When access has ended, a line without data is left: it cannot be searched by name or exam.
      </Trans>
    </p>
  );
}

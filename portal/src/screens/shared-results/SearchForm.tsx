/** All search options: nothing is searched for before the button is pressed. */
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/design/Button";
import { Form } from "@/design/Form";
import { Access, Dates, ExamBoxes, NameField, NothingLeft, Ticks } from "./SearchFields";
import styles from "./SearchForm.module.css";
import { PLAIN, type Search, withoutTheImpossible } from "./search";
import { useDraft, useProblems } from "./useDraft";
import type { Exams } from "./useExams";

interface SearchFormProps {
  /** What is searched for now. */
  search: Search;
  exams: Exams;
  onSearch: (search: Search) => void;
  onReset: () => void;
}

export default function SearchForm({ search, exams, onSearch, onReset }: SearchFormProps) {
  const { draft, setDraft, round } = useDraft(search);
  const [isChecked, setChecked] = useState(false);
  const change = (changed: Partial<Search>) => setDraft({ ...draft, ...changed });
  const problems = useProblems(draft);
  const submit = () => {
    setChecked(true);
    if (problems.from === undefined && problems.to === undefined) {
      onSearch(withoutTheImpossible(draft));
    }
  };
  const reset = () => {
    setChecked(false);
    setDraft(PLAIN);
    onReset();
  };
  const hasPerson = draft.state === "ACTIVE";
  return (
    <Form onSubmit={submit}>
      <div className={styles.fields}>
        <Dates key={round} {...{ draft, change }} problems={isChecked ? problems : {}} />
        {hasPerson && <NameField {...{ draft, change }} onSubmit={submit} />}
        <Access {...{ draft, change }} />
        <Ticks {...{ draft, change }} />
      </div>
      {hasPerson ? <ExamBoxes {...{ draft, change, exams }} /> : <NothingLeft />}
      <div className={styles.actions}>
        <Button kind="primary" type="submit" icon="search">
          <Trans>Search</Trans>
        </Button>
        <Button onPress={reset}>
          <Trans>Reset</Trans>
        </Button>
      </div>
    </Form>
  );
}

/** Dates, searches and the type-ahead. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ComboBox } from "@/design/ComboBox";
import { DateField } from "@/design/DateField";
import { SearchField } from "@/design/SearchField";
import classes from "./Design.module.css";

const ORGANISATIONS = [
  { id: "1", label: "Northfield University", detail: "Leeds, United Kingdom" },
  { id: "2", label: "Northfield College", detail: "Toronto, Canada" },
  { id: "3", label: "Université de Valmont", detail: "Lyon, France" },
];

export function Finders() {
  const { t } = useLingui();
  const [date, setDate] = useState<string | null>("2026-11-23");
  const [word, setWord] = useState("");
  return (
    <div className={classes.stack}>
      <DateField
        label={t`Date of birth`}
        value={date}
        onChange={setDate}
        description={date ?? t`No date yet`}
      />
      <SearchField label={t`Family name`} value={word} onChange={setWord} />
      <Organisations />
    </div>
  );
}

function Organisations() {
  const { t } = useLingui();
  const [typed, setTyped] = useState("");
  const [selected, setSelected] = useState<string | null>(null);
  const found = ORGANISATIONS.filter(({ label }) =>
    label.toLowerCase().startsWith(typed.toLowerCase()),
  );
  return (
    <ComboBox
      label={t`Institution`}
      description={t`Type “North” to try it.`}
      items={found}
      inputValue={typed}
      onInputChange={setTyped}
      selectedId={selected}
      onSelect={setSelected}
      emptyText={t`No institution of this name`}
    />
  );
}

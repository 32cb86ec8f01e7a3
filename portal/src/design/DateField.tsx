/** A day, typed as day, month and year; outside it is always an ISO date such as "2026-11-23". */
import { useLingui } from "@lingui/react/macro";
import { type FocusEvent, Fragment, useId, useState } from "react";
import classes from "./DateField.module.css";
import { DatePartInput } from "./DatePartInput";
import { type DatePart, type DateParts, dateIn, EMPTY, ORDER, padded, partsOf } from "./dateParts";
import { FieldGroup, type FieldProps } from "./Field";
import fieldClasses from "./Field.module.css";

interface DateFieldProps extends FieldProps {
  /** An ISO date, or `null` while the date is missing, incomplete or impossible. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** ISO dates, both included; the field says when they are passed. */
  minValue?: string;
  maxValue?: string;
  isDisabled?: boolean;
}

export function DateField(props: DateFieldProps) {
  const { value, onChange, minValue, maxValue, isDisabled, ...field } = props;
  const ownId = useId();
  const [typed, setTyped] = useTyped(value);
  const [isLeft, setLeft] = useState(true);
  const ownMessage = useOwnMessage(typed, minValue, maxValue);
  const errorMessage = field.errorMessage ?? (isLeft ? ownMessage : undefined);

  function change(parts: DateParts) {
    setTyped(parts);
    const date = dateIn(parts);
    if (date !== value) onChange(date);
  }

  function leave(event: FocusEvent) {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    setLeft(true);
    setTyped(padded(typed));
  }

  return (
    <FieldGroup {...field} id={props.id ?? ownId} errorMessage={errorMessage}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it watches the focus of its inputs */}
      <div
        className={`${fieldClasses.input} ${classes.box}`}
        data-invalid={errorMessage ? true : undefined}
        data-disabled={isDisabled}
        onBlur={leave}
        onFocus={() => setLeft(false)}
      >
        {ORDER.map((part: DatePart, place) => (
          <Fragment key={part}>
            {place > 0 && <span aria-hidden="true">/</span>}
            <DatePartInput part={part} parts={typed} onChange={change} isDisabled={isDisabled} />
          </Fragment>
        ))}
      </div>
    </FieldGroup>
  );
}

/** What stands in the inputs: kept while it is no date yet, replaced when the value changes outside. */
function useTyped(value: string | null) {
  const [typed, setTyped] = useState(() => partsOf(value));
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== dateIn(typed)) setTyped(value === null ? EMPTY : partsOf(value));
  }
  return [typed, setTyped] as const;
}

function useOwnMessage(typed: DateParts, minValue = "", maxValue = ""): string | undefined {
  const { t } = useLingui();
  const date = dateIn(typed);
  if (ORDER.every((part) => typed[part] === "")) return undefined;
  if (ORDER.some((part) => typed[part] === "")) return t`Enter day, month and year.`;
  if (date === null) return t`This date does not exist. Check day, month and year.`;
  if (date < minValue) return t`Enter ${minValue} or a later date.`;
  if (maxValue && date > maxValue) return t`Enter ${maxValue} or an earlier date.`;
  return undefined;
}

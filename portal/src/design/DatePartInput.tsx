/** Day, month or year of a DateField. The focus goes on by itself when a part is full. */
import { useLingui } from "@lingui/react/macro";
import type { ChangeEvent, ClipboardEvent, KeyboardEvent } from "react";
import classes from "./DateField.module.css";
import { type DatePart, type DateParts, isFull, LENGTHS, partsIn } from "./dateParts";

interface DatePartInputProps {
  part: DatePart;
  parts: DateParts;
  onChange: (parts: DateParts) => void;
  isDisabled?: boolean;
}

export function DatePartInput({ part, parts, onChange, isDisabled }: DatePartInputProps) {
  const words = useWords()[part];

  function change(event: ChangeEvent<HTMLInputElement>) {
    const written = event.target.value;
    const digits = written.replace(/\D/g, "").slice(0, LENGTHS[part]);
    onChange({ ...parts, [part]: digits });
    const isErased = (event.nativeEvent as InputEvent).inputType?.startsWith("delete");
    const isEnded = isFull(part, digits) || /\d[./\- ]$/.test(written);
    if (isEnded && !isErased) goTo(event.target, 1);
  }

  function paste(event: ClipboardEvent) {
    const date = partsIn(event.clipboardData.getData("text"));
    if (date === undefined) return;
    event.preventDefault();
    onChange(date);
  }

  return (
    <input
      className={classes.part}
      data-part={part}
      aria-label={words.label}
      placeholder={words.shape}
      inputMode="numeric"
      autoComplete="off"
      value={parts[part]}
      disabled={isDisabled}
      onChange={change}
      onPaste={paste}
      onKeyDown={walk}
      onFocus={(event) => event.target.select()}
      onClick={(event) => event.currentTarget.select()}
    />
  );
}

function useWords(): Record<DatePart, { label: string; shape: string }> {
  const { t } = useLingui();
  return {
    day: { label: t`Day`, shape: t`DD` },
    month: { label: t`Month`, shape: t`MM` },
    year: { label: t`Year`, shape: t`YYYY` },
  };
}

/** At an end of a part the arrow keys go on to the next one; Backspace in an empty one goes back. */
function walk(event: KeyboardEvent<HTMLInputElement>): void {
  const input = event.currentTarget;
  const { selectionStart: start, selectionEnd: end, value } = input;
  const isAtStart = start === 0 && (end === 0 || end === value.length);
  const isAtEnd = end === value.length && (start === end || start === 0);
  if (event.key === "Backspace" && value === "") step(event, -1);
  else if (event.key === "ArrowLeft" && isAtStart) step(event, -1);
  else if (event.key === "ArrowRight" && isAtEnd) step(event, 1);
}

function step(event: KeyboardEvent<HTMLInputElement>, by: 1 | -1): void {
  if (goTo(event.currentTarget, by)) event.preventDefault();
}

/** Whether there was a part on that side to go to. */
function goTo(input: HTMLInputElement, by: 1 | -1): boolean {
  const inputs = [...(input.parentElement?.querySelectorAll<HTMLInputElement>("input") ?? [])];
  const next = inputs[inputs.indexOf(input) + by];
  next?.focus();
  return next !== undefined;
}

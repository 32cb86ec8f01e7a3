/** How far long work has come. */
import { type ReactNode, useId } from "react";
import classes from "./ProgressBar.module.css";

interface ProgressBarProps {
  label: ReactNode;
  /** `null` while it is not known how much there is. */
  value: number | null;
  max: number;
  /** Such as "120 of 300 rows"; per cent unless given. */
  valueText?: string;
}

export function ProgressBar({ label, value, max, valueText }: ProgressBarProps) {
  const id = useId();
  const text = valueText ?? (value === null ? "" : percentage(value, max));
  return (
    <div className={classes.progress}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <span className={classes.text}>{text}</span>
      <progress
        id={id}
        className={classes.bar}
        value={value ?? undefined}
        max={max > 0 ? max : 1}
        aria-valuetext={text || undefined}
      />
    </div>
  );
}

function percentage(value: number, max: number): string {
  return `${max > 0 ? Math.floor((100 * value) / max) : 0}%`;
}

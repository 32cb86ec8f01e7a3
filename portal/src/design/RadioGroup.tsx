/** Exactly one of a few options, all visible, under one question. */
import { useId } from "react";
import type { ChoiceOption } from "./CheckboxGroup";
import classes from "./Choice.module.css";
import { FieldGroup, type FieldProps } from "./Field";

interface RadioGroupProps extends FieldProps {
  name?: string;
  options: readonly ChoiceOption[];
  /** `null` while nothing is chosen. */
  value: string | null;
  onChange: (value: string) => void;
}

export function RadioGroup({ options, value, onChange, name, id, ...field }: RadioGroupProps) {
  const ownId = useId();
  const group = id ?? ownId;
  return (
    <FieldGroup {...field} id={group}>
      <div className={classes.choices}>
        {options.map((option, place) => (
          <div key={option.value} className={classes.choice}>
            <label className={classes.row}>
              <input
                type="radio"
                className={classes.box}
                name={name ?? group}
                value={option.value}
                checked={option.value === value}
                disabled={option.isDisabled}
                aria-invalid={field.errorMessage ? true : undefined}
                aria-describedby={option.description && `${group}-${place}`}
                onChange={() => onChange(option.value)}
              />
              <span className={classes.words}>{option.label}</span>
            </label>
            {option.description && (
              <p id={`${group}-${place}`} className={classes.description}>
                {option.description}
              </p>
            )}
          </div>
        ))}
      </div>
    </FieldGroup>
  );
}

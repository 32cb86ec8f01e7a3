/** Any number of a few options, under one question. */
import { useId } from "react";
import { Checkbox } from "./Checkbox";
import classes from "./Choice.module.css";
import { FieldGroup, type FieldProps } from "./Field";

export interface ChoiceOption {
  value: string;
  label: string;
  description?: string;
  isDisabled?: boolean;
}

interface CheckboxGroupProps extends FieldProps {
  options: readonly ChoiceOption[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

export function CheckboxGroup({ options, value, onChange, id, ...field }: CheckboxGroupProps) {
  const ownId = useId();
  const toggled = (one: string, isSelected: boolean) =>
    options
      .map((option) => option.value)
      .filter((v) => (v === one ? isSelected : value.includes(v)));
  return (
    <FieldGroup {...field} id={id ?? ownId}>
      <div className={classes.choices}>
        {options.map((option) => (
          <Checkbox
            key={option.value}
            isSelected={value.includes(option.value)}
            isDisabled={option.isDisabled}
            isInvalid={Boolean(field.errorMessage)}
            description={option.description}
            onChange={(isSelected) => onChange(toggled(option.value, isSelected))}
          >
            {option.label}
          </Checkbox>
        ))}
      </div>
    </FieldGroup>
  );
}

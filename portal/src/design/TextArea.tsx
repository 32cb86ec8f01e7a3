/** Text of several lines. */
import { Field, type FieldProps, useFieldAttributes } from "./Field";
import classes from "./Field.module.css";

interface TextAreaProps extends FieldProps {
  name?: string;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  rows?: number;
  maxLength?: number;
  isDisabled?: boolean;
  isReadOnly?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { label, description, errorMessage, isRequired, id, ...rest } = props;
  const attributes = useFieldAttributes(props);
  const { onChange, isDisabled, isReadOnly, rows = 4, ...input } = rest;
  return (
    <Field {...{ label, description, errorMessage, isRequired }} id={attributes.id}>
      <textarea
        {...input}
        {...attributes}
        className={classes.input}
        dir="auto"
        rows={rows}
        disabled={isDisabled}
        readOnly={isReadOnly}
        onChange={(event) => onChange?.(event.target.value)}
      />
    </Field>
  );
}

/** A line of text. */
import type { HTMLInputAutoCompleteAttribute, Ref } from "react";
import { Field, type FieldProps, useFieldAttributes } from "./Field";
import classes from "./Field.module.css";

export interface TextFieldProps extends FieldProps {
  name?: string;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  type?: "text" | "email" | "tel" | "url" | "password" | "number";
  autoComplete?: HTMLInputAutoCompleteAttribute;
  inputMode?: "text" | "email" | "tel" | "url" | "numeric" | "decimal" | "search";
  maxLength?: number;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  /** `false` for names, codes and addresses. */
  spellCheck?: boolean;
  /** Of the text: "auto" where names of any script are typed. */
  dir?: "auto" | "ltr";
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, description, errorMessage, isRequired, id, ...rest } = props;
  const attributes = useFieldAttributes(props);
  const { onChange, isDisabled, isReadOnly, ...input } = rest;
  return (
    <Field {...{ label, description, errorMessage, isRequired }} id={attributes.id}>
      <input
        type="text"
        {...input}
        {...attributes}
        className={classes.input}
        disabled={isDisabled}
        readOnly={isReadOnly}
        onChange={(event) => onChange?.(event.target.value)}
      />
    </Field>
  );
}

/** A password, hidden until one asks to see it. */
import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Field, useFieldAttributes } from "./Field";
import fieldClasses from "./Field.module.css";
import { IconButton } from "./IconButton";
import classes from "./PasswordField.module.css";
import type { TextFieldProps } from "./TextField";

type PasswordFieldProps = Omit<TextFieldProps, "type" | "inputMode" | "dir" | "spellCheck">;

export function PasswordField(props: PasswordFieldProps) {
  const { t } = useLingui();
  const [isShown, setShown] = useState(false);
  const { label, description, errorMessage, isRequired, id, ...rest } = props;
  const attributes = useFieldAttributes(props);
  const { onChange, isDisabled, isReadOnly, ...input } = rest;
  return (
    <Field {...{ label, description, errorMessage, isRequired }} id={attributes.id}>
      <div className={classes.row}>
        <input
          autoComplete="current-password"
          {...input}
          {...attributes}
          className={fieldClasses.input}
          type={isShown ? "text" : "password"}
          autoCapitalize="none"
          spellCheck={false}
          disabled={isDisabled}
          readOnly={isReadOnly}
          onChange={(event) => onChange?.(event.target.value)}
        />
        <div className={classes.toggle}>
          <IconButton
            icon={isShown ? "eye-off" : "eye"}
            label={isShown ? t`Hide password` : t`Show password`}
            onPress={() => setShown(!isShown)}
          />
        </div>
      </div>
    </Field>
  );
}

/** A word to look for. With `onSubmit`, Enter searches; Escape empties. */
import { useLingui } from "@lingui/react/macro";
import type { KeyboardEvent } from "react";
import { Field, type FieldProps, useFieldAttributes } from "./Field";
import fieldClasses from "./Field.module.css";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import classes from "./SearchField.module.css";

interface SearchFieldProps extends FieldProps {
  name?: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: (value: string) => void;
  maxLength?: number;
}

export function SearchField(props: SearchFieldProps) {
  const { t } = useLingui();
  const { label, description, errorMessage, isRequired, value, onChange, onSubmit } = props;
  const attributes = useFieldAttributes(props);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && value) onChange("");
    if (event.key !== "Enter" || !onSubmit || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onSubmit(value);
  }

  return (
    <Field {...{ label, description, errorMessage, isRequired }} id={attributes.id}>
      <div className={classes.row}>
        <Icon name="search" />
        <input
          {...attributes}
          type="search"
          className={fieldClasses.input}
          name={props.name}
          value={value}
          maxLength={props.maxLength}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {value && (
          <div className={classes.clear}>
            <IconButton icon="close" label={t`Clear the search`} onPress={() => onChange("")} />
          </div>
        )}
      </div>
    </Field>
  );
}

/** One of a few known options. The browser's own list: it suits every device and reader. */
import { Field, type FieldProps, useFieldAttributes } from "./Field";
import fieldClasses from "./Field.module.css";
import { Icon } from "./Icon";
import classes from "./Select.module.css";

interface SelectProps extends FieldProps {
  name?: string;
  options: readonly { id: string; label: string }[];
  value: string;
  onChange: (id: string) => void;
  isDisabled?: boolean;
}

export function Select(props: SelectProps) {
  const { label, description, errorMessage, isRequired, name, options, value } = props;
  const attributes = useFieldAttributes(props);
  return (
    <Field {...{ label, description, errorMessage, isRequired }} id={attributes.id}>
      <div className={classes.row}>
        <select
          {...attributes}
          className={`${fieldClasses.input} ${classes.select}`}
          name={name}
          value={value}
          disabled={props.isDisabled}
          onChange={(event) => props.onChange(event.target.value)}
        >
          {options.map((option) => (
            <option key={option.id} value={option.id}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </div>
    </Field>
  );
}

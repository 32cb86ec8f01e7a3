/** A box to tick; the "half" state stands for some of a list. */
import { type ReactNode, useEffect, useId, useRef } from "react";
import classes from "./Choice.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface CheckboxProps {
  isSelected: boolean;
  isIndeterminate?: boolean;
  onChange: (isSelected: boolean) => void;
  children: ReactNode;
  /** In a table, where the place says what is chosen; readers still hear the label. */
  isLabelHidden?: boolean;
  description?: ReactNode;
  isDisabled?: boolean;
  isInvalid?: boolean;
  name?: string;
  id?: string;
}

export function Checkbox({ isSelected, isIndeterminate = false, ...props }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const descriptionId = useId();
  useEffect(() => {
    if (input.current) input.current.indeterminate = isIndeterminate;
  }, [isIndeterminate]);

  return (
    <div className={classes.choice}>
      <label className={classes.row}>
        <input
          ref={input}
          type="checkbox"
          id={props.id}
          name={props.name}
          className={classes.box}
          checked={isSelected}
          disabled={props.isDisabled}
          aria-invalid={props.isInvalid || undefined}
          aria-describedby={props.description ? descriptionId : undefined}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        {props.isLabelHidden ? (
          <VisuallyHidden>{props.children}</VisuallyHidden>
        ) : (
          <span className={classes.words}>{props.children}</span>
        )}
      </label>
      {props.description && (
        <p id={descriptionId} className={classes.description}>
          {props.description}
        </p>
      )}
    </div>
  );
}

/** A setting that takes effect at once. In a form that is saved, use a Checkbox. */
import { type ReactNode, useId } from "react";
import classes from "./Choice.module.css";

interface SwitchProps {
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  children: ReactNode;
  description?: ReactNode;
  isDisabled?: boolean;
}

export function Switch({ isSelected, onChange, children, description, isDisabled }: SwitchProps) {
  const descriptionId = useId();
  return (
    <div className={classes.choice}>
      <label className={classes.row}>
        <input
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox says its state by itself
          role="switch"
          className={classes.switch}
          checked={isSelected}
          disabled={isDisabled}
          aria-describedby={description ? descriptionId : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={classes.words}>{children}</span>
      </label>
      {description && (
        <p id={descriptionId} className={classes.description}>
          {description}
        </p>
      )}
    </div>
  );
}

/** A button of one icon, for well-known acts in dense places; its label is read and shown. */

import { buttonClass } from "./Button";
import classes from "./Button.module.css";
import { classNames } from "./classNames";
import { Icon, type IconName } from "./Icon";
import { usePending } from "./usePending";

interface IconButtonProps {
  icon: IconName;
  /** Read aloud, and shown when the pointer rests on the button. */
  label: string;
  onPress: () => unknown;
  isDisabled?: boolean;
  /** For a button that switches something on: whether it is on. */
  isPressed?: boolean;
  size?: "small";
}

export function IconButton({ icon, label, onPress, isDisabled, isPressed, size }: IconButtonProps) {
  const [isWorking, start] = usePending();
  return (
    <button
      type="button"
      className={classNames(buttonClass("quiet", size), classes.iconOnly)}
      disabled={isDisabled}
      aria-disabled={isWorking || undefined}
      aria-pressed={isPressed}
      aria-label={label}
      title={label}
      onClick={() => start(onPress)}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The button. While its work lasts it keeps its focus, says so and ignores presses. */
import type { AriaAttributes, MouseEvent, ReactNode, Ref } from "react";
import classes from "./Button.module.css";
import { classNames } from "./classNames";
import { Icon, type IconName } from "./Icon";
import { Spinner } from "./Spinner";
import { usePending } from "./usePending";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

interface ButtonProps extends AriaAttributes {
  kind?: ButtonKind;
  icon?: IconName;
  /** The work lasts; a promise returned by `onPress` says the same by itself. */
  isPending?: boolean;
  isDisabled?: boolean;
  type?: "button" | "submit";
  /** May return a promise: the button is pending until it settles. */
  onPress?: () => unknown;
  size?: "small";
  id?: string;
  /** The form to submit, where the button stands outside of it. */
  form?: string;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export function Button(props: ButtonProps) {
  const { kind, icon, isPending, isDisabled, type = "button", onPress, size, ...rest } = props;
  const [isWorking, start] = usePending();
  const waits = isPending || isWorking;

  function press(event: MouseEvent) {
    if (waits) event.preventDefault();
    else if (onPress) start(onPress);
  }

  return (
    <button
      {...rest}
      type={type}
      disabled={isDisabled}
      aria-disabled={waits || undefined}
      className={buttonClass(kind, size)}
      onClick={press}
    >
      {waits ? <Spinner /> : icon && <Icon name={icon} />}
      <span className={classes.words}>{props.children}</span>
    </button>
  );
}

/** The look of a button for elements that are none: links, triggers of menus. */
export function buttonClass(kind: ButtonKind = "secondary", size?: "small"): string {
  return classNames(classes.button, classes[kind], size && classes.small);
}

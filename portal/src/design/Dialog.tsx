/** A question or a short form over the page, which waits for the answer. */
import { useLingui } from "@lingui/react/macro";
import {
  type MouseEvent,
  type ReactNode,
  type RefObject,
  type SyntheticEvent,
  useId,
  useRef,
} from "react";
import { createPortal } from "react-dom";
import { classNames } from "./classNames";
import classes from "./Dialog.module.css";
import { IconButton } from "./IconButton";
import raised from "./Raised.module.css";
import { useModal } from "./useModal";

interface DialogProps {
  title: ReactNode;
  isOpen: boolean;
  /** Closed by Escape, by the cross or by a press outside; without it only the actions close. */
  onClose?: () => void;
  /** `false` where a stray press outside must not lose what was typed. */
  isDismissable?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
  /** "alertdialog" when the answer cannot be taken back. */
  role?: "dialog" | "alertdialog";
}

export function Dialog(props: DialogProps) {
  return props.isOpen ? createPortal(<OpenDialog {...props} />, document.body) : null;
}

function OpenDialog({ title, onClose, isDismissable = true, ...props }: DialogProps) {
  const titleId = useId();
  const dialog = useModal();
  return (
    <dialog
      {...useDismissal(dialog, onClose, isDismissable)}
      ref={dialog}
      role={props.role}
      aria-labelledby={titleId}
      tabIndex={-1}
      className={classNames(raised.raised, classes.dialog)}
    >
      <div className={classes.sheet}>
        <Head titleId={titleId} title={title} onClose={onClose} />
        {props.children && <div className={classes.body}>{props.children}</div>}
        {props.actions && <div className={classes.actions}>{props.actions}</div>}
      </div>
    </dialog>
  );
}

/** Escape, and a press outside where that is allowed. */
function useDismissal(
  dialog: RefObject<HTMLDialogElement | null>,
  onClose: (() => void) | undefined,
  isDismissable: boolean,
) {
  const pressed = useRef<EventTarget | null>(null);

  function onCancel(event: SyntheticEvent) {
    event.preventDefault();
    onClose?.();
  }

  function onMouseDown(event: MouseEvent) {
    pressed.current = event.target;
  }

  // A press that began inside, such as marking text, is not one outside; nor is the second half of
  // the double click that opened it.
  function onClick(event: MouseEvent) {
    const isOutside = event.target === dialog.current && pressed.current === dialog.current;
    if (isOutside && isDismissable && event.detail < 2) onClose?.();
  }

  return { onCancel, onMouseDown, onClick };
}

type HeadProps = Pick<DialogProps, "title" | "onClose"> & { titleId: string };

function Head({ titleId, title, onClose }: HeadProps) {
  const { t } = useLingui();
  return (
    <div className={classes.head}>
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      {onClose && <IconButton icon="close" label={t`Close`} onPress={onClose} size="small" />}
    </div>
  );
}

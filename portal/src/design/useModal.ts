/** Opens a `<dialog>` over the page as long as it is there, and gives the focus back afterwards. */
import { type RefObject, useLayoutEffect, useRef } from "react";

const FIELD = "input:not([type=hidden]), select, textarea";

/** The focus goes to the first empty field, else to the dialog itself: so that its title is read first,
 * and Enter does nothing rash. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    (firstField(element) ?? element).focus();
    // A browser may close it in spite of a refused Escape; what the page says counts.
    const reopen = () => element.isConnected && !element.open && element.showModal();
    element.addEventListener("close", reopen);
    return () => {
      element.removeEventListener("close", reopen);
      element.close();
    };
  }, []);
  return dialog;
}

/** What is filled in already need not be typed. */
function firstField(dialog: HTMLDialogElement): HTMLElement | undefined {
  const fields = [...dialog.querySelectorAll<HTMLInputElement>(FIELD)];
  return fields.find(({ value }) => value === "") ?? fields[0];
}

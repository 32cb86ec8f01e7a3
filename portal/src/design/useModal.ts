/** Opens a `<dialog>` over the page as long as it is there, and gives the focus back afterwards. */
import { type RefObject, useLayoutEffect, useRef } from "react";

const FIELD = "input:not([type=hidden]), select, textarea";

/** The focus goes to the first field, else to the dialog itself: so that its title is read first,
 * and Enter does nothing rash. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    (element.querySelector<HTMLElement>(FIELD) ?? element).focus();
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

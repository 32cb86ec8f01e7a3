/** Where a popover stands: under its button, or above it where there is more room. */

const GAP_PIXELS = 4;
const MARGIN_PIXELS = 8;

/** Sets the position of `popover`, which is fixed, so that it stays within the window. */
export function placeBeside(button: HTMLElement, popover: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const width = document.documentElement.clientWidth;
  const below = innerHeight - at.bottom - GAP_PIXELS - MARGIN_PIXELS;
  const above = at.top - GAP_PIXELS - MARGIN_PIXELS;
  popover.style.minWidth = `${at.width}px`;
  popover.style.maxHeight = "";
  const isBelow = popover.offsetHeight <= below || below >= above;
  const height = Math.min(popover.offsetHeight, Math.max(isBelow ? below : above, 0));
  const fitsFromStart = at.left + popover.offsetWidth <= width - MARGIN_PIXELS;
  const left = fitsFromStart ? at.left : at.right - popover.offsetWidth;
  popover.style.maxHeight = `${height}px`;
  popover.style.top = `${isBelow ? at.bottom + GAP_PIXELS : at.top - GAP_PIXELS - height}px`;
  popover.style.left = `${Math.max(MARGIN_PIXELS, left)}px`;
}

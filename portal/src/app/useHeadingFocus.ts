/** After a change of address the heading of the new screen is focused: screen readers read it. */
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";

const LONGEST_MS = 10_000;

export function useHeadingFocus(): void {
  const [path] = useLocation();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    return focusWhenThere();
  }, [path]);
}

/** The heading may come later, with the screen's code or data. */
function focusWhenThere(): () => void {
  const stale = document.querySelector("main h1");
  const watch = new MutationObserver(look);
  const stop = () => watch.disconnect();
  const end = setTimeout(stop, LONGEST_MS);
  watch.observe(document.body, { childList: true, subtree: true });
  function look(): void {
    const heading = document.querySelector<HTMLElement>("main h1");
    if (heading === null || heading === stale) return;
    stop();
    heading.focus({ preventScroll: true });
  }
  look();
  return () => {
    clearTimeout(end);
    stop();
  };
}

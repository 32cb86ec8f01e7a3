/** How a menu button opens, closes and is walked by keyboard (the ARIA pattern "menu button"). */
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  type ToggleEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { placeBeside } from "./placeBeside";

type Place<Kind extends HTMLElement> = RefObject<Kind | null>;

/** The attributes of the button and of the list. The list is a popover: it lies above everything,
 * and the browser closes it on Escape and on a press elsewhere. */
export function useMenu() {
  const listId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { isOpen, onButtonKey, onToggle } = useOpening(button, list);
  const { onListKey, onListClick } = walking(button, list);
  usePlace(isOpen, button, list);
  return {
    trigger: {
      ref: button,
      popoverTarget: listId,
      "aria-haspopup": "menu",
      "aria-expanded": isOpen,
      "aria-controls": listId,
      onKeyDown: onButtonKey,
    },
    list: {
      ref: list,
      id: listId,
      popover: "auto",
      onToggle,
      onKeyDown: onListKey,
      onClick: onListClick,
    },
  } as const;
}

/** Whether it is open; an arrow key opens it, Up with the focus at the end. */
function useOpening(button: Place<HTMLElement>, list: Place<HTMLElement>) {
  const startsAtEnd = useRef(false);
  const [isOpen, setOpen] = useState(false);

  function onButtonKey(event: KeyboardEvent) {
    if (isOpen || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    startsAtEnd.current = event.key === "ArrowUp";
    button.current?.click();
  }

  function onToggle(event: ToggleEvent) {
    const opens = event.newState === "open";
    setOpen(opens);
    if (opens) focusFirst(list.current, startsAtEnd.current);
    startsAtEnd.current = false;
  }

  return { isOpen, onButtonKey, onToggle };
}

/** Keys and presses within the open list; what ends it gives the focus back to the button. */
function walking(button: Place<HTMLElement>, list: Place<HTMLElement>) {
  function close() {
    list.current?.hidePopover();
    button.current?.focus();
  }

  function onListKey(event: KeyboardEvent) {
    if (event.key === "Tab") close();
    else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (walk(list.current, event.key)) event.preventDefault();
  }

  function onListClick(event: MouseEvent) {
    if ((event.target as Element).closest("[data-menu-item]")) close();
  }

  return { onListKey, onListClick };
}

/** Keeps the open list beside its button while the page scrolls or changes its size. */
function usePlace(isOpen: boolean, button: Place<HTMLElement>, list: Place<HTMLElement>) {
  useEffect(() => {
    if (!isOpen) return;
    const place = () => {
      if (button.current && list.current) placeBeside(button.current, list.current);
    };
    place();
    addEventListener("scroll", place, { capture: true, passive: true });
    addEventListener("resize", place);
    return () => {
      removeEventListener("scroll", place, { capture: true });
      removeEventListener("resize", place);
    };
  }, [isOpen, button, list]);
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[data-menu-item]") ?? [])];
}

function focusFirst(list: HTMLElement | null, atEnd: boolean): void {
  const items = itemsOf(list);
  const isChoice = items.every((item) => item.ariaChecked !== null);
  const chosen = isChoice ? items.find((item) => item.ariaChecked === "true") : undefined;
  (atEnd ? items.at(-1) : (chosen ?? items[0]))?.focus({ preventScroll: true });
}

/** Moves the focus as the key asks; whether the key was one for moving. */
function walk(list: HTMLElement | null, key: string): boolean {
  const items = itemsOf(list);
  const now = items.indexOf(document.activeElement as HTMLElement);
  if (key === " ") items[now]?.click();
  const next = target(items, now, key);
  next?.focus();
  return next !== undefined || key === " ";
}

function target(items: HTMLElement[], now: number, key: string): HTMLElement | undefined {
  if (key === "ArrowDown") return items[(now + 1) % items.length];
  if (key === "ArrowUp") return items.at(now <= 0 ? -1 : now - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const onwards = [...items.slice(now + 1), ...items.slice(0, now + 1)];
  return onwards.find((item) => beginsWith(item, key));
}

function beginsWith(item: HTMLElement, letter: string): boolean {
  return (item.textContent ?? "").trim().toLowerCase().startsWith(letter.toLowerCase());
}

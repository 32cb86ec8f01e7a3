/** Light, dark, or as the device has it; kept in this browser. */
import { useSyncExternalStore } from "react";

export const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

const KEPT_AS = "rvs.theme";
const listeners = new Set<() => void>();

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEPT_AS);
  return THEMES.find((theme) => theme === kept) ?? "system";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEPT_AS, theme);
  showTheme();
  for (const listener of [...listeners]) listener();
}

/** The chosen theme, wherever it is shown. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, keptTheme);
}

/** The style sheets read it from the root. */
export function showTheme(): void {
  const theme = keptTheme();
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

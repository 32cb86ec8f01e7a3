/** Light or dark, as chosen in the portal or as the device has it, while it may change. */
import { useSyncExternalStore } from "react";
import { keptTheme, showTheme } from "@/app/theme";

type Scheme = "light" | "dark";

const device = window.matchMedia("(prefers-color-scheme: dark)");

export function useScheme(): Scheme {
  return useSyncExternalStore(subscribe, currentScheme);
}

function currentScheme(): Scheme {
  const theme = keptTheme();
  if (theme !== "system") return theme;
  return device.matches ? "dark" : "light";
}

/** The storage tells of a choice in another tab. */
function subscribe(listener: () => void): () => void {
  const hear = () => {
    showTheme();
    listener();
  };
  device.addEventListener("change", hear);
  window.addEventListener("storage", hear);
  return () => {
    device.removeEventListener("change", hear);
    window.removeEventListener("storage", hear);
  };
}

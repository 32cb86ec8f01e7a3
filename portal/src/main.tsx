/** Where the portal starts: theme and language first, so that nothing flickers. */
import "./design/base.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { showTheme } from "./app/theme";
import { preferredLanguage, speak } from "./text/language";

async function start(): Promise<void> {
  showTheme();
  await speak(preferredLanguage());
  const place = document.getElementById("portal");
  if (place !== null) createRoot(place).render(<App />);
}

void start();

/** Where the page of GraphiQL starts: theme and language first, so that nothing flickers. */
import "../design/base.css";
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { createRoot } from "react-dom/client";
import { Faults } from "@/app/Faults";
import { showTheme } from "@/app/theme";
import { preferredLanguage } from "@/text/language";
import { Page } from "./Page";
import { speakHere } from "./texts";

async function start(): Promise<void> {
  showTheme();
  await speakHere(preferredLanguage());
  const place = document.getElementById("graphiql");
  if (place === null) return;
  createRoot(place).render(
    <I18nProvider i18n={i18n}>
      <Faults>
        <Page />
      </Faults>
    </I18nProvider>,
  );
}

void start();

/** The whole portal: what surrounds every screen, from the outside in. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { Provider as Api } from "urql";
import { client } from "@/api/client";
import { Faults } from "./Faults";
import { Frame } from "./Frame";

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <Faults>
        <Api value={client}>
          <Frame />
        </Api>
      </Faults>
    </I18nProvider>
  );
}

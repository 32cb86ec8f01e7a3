/** One catalogue for the frame and one for each screen, beside its code. */
import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr"],
  orderBy: "origin",
  // Without line numbers, so that a moved line is no change of the texts.
  format: formatter({ lineNumbers: false }),
  runtimeConfigModule: { Trans: ["@/text/Trans", "Trans"] },
  catalogs: [
    {
      path: "<rootDir>/src/text/locales/{locale}",
      include: ["src/app", "src/api", "src/design", "src/exports", "src/text"],
    },
    {
      path: "<rootDir>/src/graphiql/locales/{locale}",
      include: ["src/graphiql"],
    },
    {
      path: "<rootDir>/src/screens/{name}/locales/{locale}",
      include: ["src/screens/{name}"],
    },
  ],
});

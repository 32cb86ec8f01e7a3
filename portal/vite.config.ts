/** How the portal is built: hashed assets, compressed ahead, and the list of its addresses. */
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./build/compressed.ts";
import { licences } from "./build/licences.ts";
import { listOfPaths } from "./build/list-of-paths.ts";
import { sizes } from "./build/sizes.ts";
import { trustedDocuments } from "./build/trusted-documents.ts";

const licence = licences();
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// While developing: what the service answers, and not the portal.
const SERVED = [
  "/graphql",
  "/downloads/exports",
  "/downloads/photos",
  "/inbox",
  "/demo",
  "/healthz",
  "/schema.graphql",
];
const api = process.env.RVS_API ?? "http://127.0.0.1:8000";
// The service takes its cookie from pages of its own origin only.
const proxied = { target: api, ws: true, changeOrigin: true, headers: { origin: api } };

export default defineConfig({
  plugins: [
    react(),
    lingui({ macroTransform: true, failOnMissing: true, failOnCompileError: true }),
    listOfPaths(),
    trustedDocuments(),
    licence.ofPages,
    sizes(),
    compressed(),
  ],
  worker: { plugins: () => [licence.ofWorkers] },
  resolve: { alias: { "@": here("./src") } },
  build: {
    outDir: process.env.PORTAL_OUT ?? here("../server/portal_files"),
    emptyOutDir: true,
    // `light-dark()` is left as it is: it must follow the scheme of each element.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    assetsInlineLimit: 0,
    manifest: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here("./index.html"), graphiql: here("./graphiql.html") },
      onLog(level, log, handle) {
        // GraphiQL's packages carry notes to a compiler that we do not use.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
    chunkSizeWarningLimit: 5000,
    reportCompressedSize: false,
  },
  // The workers of GraphiQL's editor are bundled, not prepared.
  optimizeDeps: { entries: ["index.html"] },
  server: { proxy: Object.fromEntries(SERVED.map((path) => [path, proxied])) },
});

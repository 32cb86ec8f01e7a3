/** Writes `documents.json`: what the portal asks, by id, for the server to know it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { trustedText } from "./trusted-text.ts";

const LISTED = fileURLToPath(
  new URL("../src/api/generated/persisted-documents.json", import.meta.url),
);

export function trustedDocuments(): Plugin {
  return {
    name: "trusted-documents",
    apply: "build",
    generateBundle() {
      const listed: Record<string, string> = JSON.parse(readFileSync(LISTED, "utf8"));
      const texts = Object.entries(listed).map(([id, operation]) => [id, trustedText(operation)]);
      const source = JSON.stringify(Object.fromEntries(texts));
      this.emitFile({ type: "asset", fileName: "documents.json", source });
    },
  };
}

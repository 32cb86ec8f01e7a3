/** Writes `paths.json`: which addresses the server answers with the portal. */
import type { Plugin } from "vite";
import { demoPaths, paths } from "../src/app/paths.ts";

export function listOfPaths(): Plugin {
  return {
    name: "list-of-paths",
    apply: "build",
    generateBundle() {
      const known = { portal: Object.values(paths), demo: Object.values(demoPaths) };
      this.emitFile({ type: "asset", fileName: "paths.json", source: JSON.stringify(known) });
    },
  };
}

/** Writes `assets/licences.txt`: the licence of every package whose code or letters are in the build. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

interface Package {
  name: string;
  version: string;
  license?: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IN_MODULES = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^licen[cs]e(\.\w+)?$/i;
// Letters come in by style sheets, which are no modules.
const FONTS = ["@fontsource-variable/atkinson-hyperlegible-next", "@fontsource-variable/noto-sans"];

export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
      const folders = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
      for (const font of FONTS) folders.add(join(ROOT, "node_modules", font));
      const texts = [...folders].map(licenceOf).sort();
      const source = [...new Set(texts)].join(`\n\n${"=".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "assets/licences.txt", source });
    },
  };
}

function packageOf(moduleId: string): string | undefined {
  return IN_MODULES.exec(moduleId.replace(/^\0/, ""))?.[1];
}

/** Name, version, and the text; where a package has no text, the licence that it names. */
function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  ) as Package;
  const file = readdirSync(folder).find((each) => LICENCE_FILE.test(each));
  const path = join(folder, file ?? "");
  const text = file && existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  return `${name} ${version} (${license ?? "see below"})\n\n${text}`.trim();
}

/** Writes `assets/licences.txt`: the licence of every package whose code or letters are in the build. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin, Rolldown } from "vite";
import { standardText } from "./licence-texts.ts";

interface Package {
  name: string;
  version: string;
  license?: string;
  author?: string | { name: string };
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const IN_MODULES = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[cs]e|copying|unlicense|third-?party-?notices)([-.].*)?$/i;
// Letters come in by style sheets, which are no modules.
const FONTS = ["@fontsource-variable/atkinson-hyperlegible-next", "@fontsource-variable/noto-sans"];

/** A plugin for the pages, which writes the file, and one for what their workers are made of. */
export function licences(): { ofPages: Plugin; ofWorkers: Plugin } {
  const folders = new Set(FONTS.map((font) => join(ROOT, "node_modules", font)));
  const note = (bundle: Rolldown.OutputBundle) => {
    for (const folder of packagesIn(bundle)) folders.add(folder);
  };
  return {
    ofWorkers: {
      name: "licences-of-workers",
      generateBundle: (_options, bundle) => note(bundle),
    },
    ofPages: {
      name: "licences",
      apply: "build",
      generateBundle(_options, bundle) {
        note(bundle);
        const texts = [...new Set([...folders].map(licenceOf))].sort();
        const source = texts.join(`\n\n${"=".repeat(80)}\n\n`);
        this.emitFile({ type: "asset", fileName: "assets/licences.txt", source });
      },
    },
  };
}

function packagesIn(bundle: Rolldown.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
  return modules.map(packageOf).filter((folder) => folder !== undefined);
}

function packageOf(moduleId: string): string | undefined {
  return IN_MODULES.exec(moduleId.replace(/^\0/, ""))?.[1];
}

/** Name, version, and the text; the build ends when there is none to be had. */
function licenceOf(folder: string): string {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
  const { name, version, license = "" } = about;
  const text = ownTexts(folder) || standardText(license, authorOf(about));
  if (!text) throw new Error(`${name} has no text of its licence "${license}"`);
  return `${name} ${version} (${license || "see below"})\n\n${text}`;
}

/** What the package itself says, with the notices of what it has built in. */
function ownTexts(folder: string): string {
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  return files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
}

function authorOf({ name, author }: Package): string {
  const named = typeof author === "string" ? author : author?.name;
  return named?.replace(/\s*[<(].*$/, "") || `the authors of ${name}`;
}

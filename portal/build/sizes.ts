/** Prints what each route loads, and stops the build when the main route is too heavy. */
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

const MAIN_ROUTE = "shared-results/SharedResultsScreen";
const MAIN_ROUTE_LIMIT_BYTES = 150_000;

export function sizes(): Plugin {
  return {
    name: "sizes",
    apply: "build",
    generateBundle(_options, bundle) {
      const weights = routes(bundle).map((route) => ({ route, bytes: weight(bundle, route) }));
      for (const { route, bytes } of weights) print(route, bytes);
      const main = weights.find(({ route }) => route.includes(MAIN_ROUTE.split("/")[1] ?? ""));
      if (main !== undefined && main.bytes > MAIN_ROUTE_LIMIT_BYTES) {
        this.error(
          `${main.route} loads ${main.bytes} bytes; ${MAIN_ROUTE_LIMIT_BYTES} are allowed`,
        );
      }
    },
  };
}

/** File names of the screens' chunks. */
function routes(bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  return chunks
    .filter(({ facadeModuleId }) => facadeModuleId?.includes("/screens/"))
    .filter(({ facadeModuleId }) => facadeModuleId?.endsWith("Screen.tsx"))
    .map(({ fileName }) => fileName);
}

/** Gzipped bytes of JavaScript that a visit to the route loads: the entry, its chunk, what they import. */
function weight(bundle: Bundle, route: string): number {
  const needed = new Set<string>();
  const visit = (name: string) => {
    const file = bundle[name];
    if (file?.type !== "chunk" || needed.has(name)) return;
    needed.add(name);
    for (const each of file.imports) visit(each);
  };
  visit(entryOf(bundle));
  visit(route);
  return [...needed].reduce((sum, name) => sum + gzipped(bundle, name), 0);
}

function entryOf(bundle: Bundle): string {
  const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
  return chunks.find(({ isEntry, name }) => isEntry && name === "index")?.fileName ?? "";
}

function gzipped(bundle: Bundle, name: string): number {
  const file = bundle[name];
  return file?.type === "chunk" ? gzipSync(file.code, { level: 9 }).length : 0;
}

function print(route: string, bytes: number): void {
  const name = route.replace(/^assets\//, "").replace(/-[\w-]{8}\.js$/, "");
  process.stdout.write(`  ${name.padEnd(28)} ${(bytes / 1000).toFixed(1).padStart(6)} kB gzip\n`);
}

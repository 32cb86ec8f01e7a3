/** Writes `sizes.txt`: what each route loads; stops the build when the main route is too heavy. */
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

interface Route {
  name: string;
  bytes: number;
}

const MAIN_ROUTE = "shared-results/SharedResultsScreen";
const MAIN_ROUTE_LIMIT_BYTES = 150_000;
const SCREEN = /\/screens\/(([^/]+)\/\w+Screen)\.tsx$/;

export function sizes(): Plugin {
  return {
    name: "sizes",
    apply: "build",
    generateBundle(_options, bundle) {
      const routes = [...screensOf(bundle), graphiql(bundle)];
      const source = routes.map(lineOf).join("");
      process.stdout.write(source);
      this.emitFile({ type: "asset", fileName: "sizes.txt", source });
      const main = routes.find(({ name }) => name === MAIN_ROUTE);
      if (main === undefined) this.error(`There is no ${MAIN_ROUTE} to weigh`);
      if (main.bytes > MAIN_ROUTE_LIMIT_BYTES) {
        this.error(`${MAIN_ROUTE} loads ${main.bytes} bytes, above ${MAIN_ROUTE_LIMIT_BYTES}`);
      }
    },
  };
}

/** A visit to a screen loads the entry, the screen's chunk, and the texts of both. */
function screensOf(bundle: Bundle): Route[] {
  const shared = [entry(bundle, "index"), frameTexts(bundle)];
  return chunksOf(bundle).flatMap((chunk) => {
    const [, name, folder] = SCREEN.exec(chunk.facadeModuleId ?? "") ?? [];
    if (name === undefined) return [];
    const texts = made(bundle, `/src/screens/${folder}/locales/en.po`);
    return [{ name, bytes: weight(bundle, [...shared, chunk, texts]) }];
  });
}

/** GraphiQL's page, with the editor, which it loads as soon as it is there. */
function graphiql(bundle: Bundle): Route {
  const name = "graphiql";
  const editor = made(bundle, "/src/graphiql/Editor.tsx");
  const texts = made(bundle, "/src/graphiql/locales/en.po");
  // The editor loads the greatest part of itself when it is shown.
  const monaco = found("monaco-editor", (chunk) => chunk.name === "monaco-editor", bundle);
  const chunks = [entry(bundle, name), frameTexts(bundle), editor, monaco, texts];
  return { name, bytes: weight(bundle, chunks) };
}

function frameTexts(bundle: Bundle): Chunk {
  return made(bundle, "/src/text/locales/en.po");
}

/** Gzipped bytes of JavaScript: the chunks and what they import, each once. */
function weight(bundle: Bundle, chunks: Chunk[]): number {
  const needed = new Set<Chunk>();
  const visit = (chunk: Rolldown.OutputAsset | Chunk | undefined) => {
    if (chunk?.type !== "chunk" || needed.has(chunk)) return;
    needed.add(chunk);
    for (const name of chunk.imports) visit(bundle[name]);
  };
  chunks.forEach(visit);
  return [...needed].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}

function chunksOf(bundle: Bundle): Chunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
}

function entry(bundle: Bundle, name: string): Chunk {
  return found(name, (chunk) => chunk.isEntry && chunk.name === name, bundle);
}

/** The chunk that was made for a module which is loaded by itself. */
function made(bundle: Bundle, module: string): Chunk {
  return found(module, ({ facadeModuleId }) => facadeModuleId?.endsWith(module) ?? false, bundle);
}

function found(name: string, isIt: (chunk: Chunk) => boolean, bundle: Bundle): Chunk {
  const chunk = chunksOf(bundle).find(isIt);
  if (chunk === undefined) throw new Error(`The build made no chunk of ${name}`);
  return chunk;
}

function lineOf({ name, bytes }: Route): string {
  return `  ${name.padEnd(44)} ${(bytes / 1000).toFixed(1).padStart(6)} kB gzip\n`;
}

/** Writes each text asset also as brotli and gzip, so that the server compresses nothing. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin, ResolvedConfig } from "vite";

const TEXT = /\.(js|css|svg|json|map|txt)$/;
const SMALLEST_BYTES = 512;

export function compressed(): Plugin {
  let config: ResolvedConfig;
  return {
    name: "compressed",
    apply: "build",
    configResolved: (resolved) => {
      config = resolved;
    },
    writeBundle: () => compressAll(join(config.build.outDir, "assets")),
  };
}

function compressAll(directory: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const bytes = TEXT.test(name) ? readFileSync(path) : undefined;
    if (bytes !== undefined && bytes.length >= SMALLEST_BYTES) compress(path, bytes);
  }
}

function compress(path: string, bytes: Buffer): void {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: bytes.length > 1_000_000 ? 9 : 11 };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

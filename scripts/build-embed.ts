/** Builds embed/button.ts into public/embed.js and refuses to let it grow beyond its limit. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

/** What a page may be asked to load for a button: 1 kB as it travels. */
const LIMIT_GZIP_BYTES = 1_024

const root = join(import.meta.dirname, "..")
const result = await build({
  entryPoints: [join(root, "embed/button.ts")],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: ["es2020"],
  legalComments: "none",
})
const code = result.outputFiles[0]!.contents
const gzipBytes = gzipSync(code, { level: 9 }).length
if (gzipBytes > LIMIT_GZIP_BYTES) {
  console.error(`embed.js is ${gzipBytes} bytes gzipped; the limit is ${LIMIT_GZIP_BYTES}`)
  process.exit(1)
}
mkdirSync(join(root, "public"), { recursive: true })
writeFileSync(join(root, "public/embed.js"), code)
console.log(`public/embed.js: ${code.length} bytes, ${gzipBytes} gzipped (limit ${LIMIT_GZIP_BYTES})`)

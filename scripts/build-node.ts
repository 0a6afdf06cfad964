/** Bundles the peer node into one file that runs on Node 20 and newer without any package beside it. */
import { chmod, stat } from "node:fs/promises"
import { join } from "node:path"
import { build } from "esbuild"

const ROOT = join(import.meta.dirname, "..", "peer-node")
const OUT = join(ROOT, "dist", "fanfare-node.mjs")
const EXECUTABLE = 0o755

await build({
  entryPoints: [join(ROOT, "src", "main.ts")],
  outfile: OUT,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  legalComments: "eof",
  logLevel: "warning",
})
await chmod(OUT, EXECUTABLE)
console.log(`${OUT} ${Math.round((await stat(OUT)).size / 1024)} KiB`)

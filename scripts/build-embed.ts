/** Builds the small scripts that run without a framework, and refuses to let one grow beyond its limit. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build } from "esbuild"

type SmallScript = { from: string; to: string; limitGzipBytes: number }

const SCRIPTS: readonly SmallScript[] = [
  // What a stranger's page may be asked to load for a button: 1 kB as it travels.
  { from: "embed/button.ts", to: "embed.js", limitGzipBytes: 1_024 },
  // All the script of the landing page, and inline, so that nothing waits for it.
  { from: "components/landing/calculator-island.ts", to: "landing.js", limitGzipBytes: 3_072 },
]

const root = join(import.meta.dirname, "..")
mkdirSync(join(root, "public"), { recursive: true })
for (const script of SCRIPTS) await make(script)

async function make({ from, to, limitGzipBytes }: SmallScript): Promise<void> {
  const result = await build({
    entryPoints: [join(root, from)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["es2020"],
    legalComments: "none",
  })
  const code = result.outputFiles[0]!.contents
  const gzipBytes = gzipSync(code, { level: 9 }).length
  if (gzipBytes > limitGzipBytes) {
    console.error(`${to} is ${gzipBytes} bytes gzipped; the limit is ${limitGzipBytes}`)
    process.exit(1)
  }
  writeFileSync(join(root, "public", to), code)
  console.log(`public/${to}: ${code.length} bytes, ${gzipBytes} gzipped (limit ${limitGzipBytes})`)
}

/** Runs one step of a check in the project's own Node, keeps its words, and says how long it took. */
import { spawn } from "node:child_process"
import { join } from "node:path"
import { ROOT } from "./bootstrap.mjs"

/** Where each tool's program lies, so that no shell and no npx stands between. */
const TOOLS = {
  tsc: "node_modules/typescript/bin/tsc",
  biome: "node_modules/@biomejs/biome/bin/biome",
  knip: "node_modules/knip/bin/knip.js",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/playwright/cli.js",
}

/** Resolves {name, ok, seconds, output}; `live` passes the words on as they come. */
export function runStep(name, [tool, ...args], { env = {}, live = false } = {}) {
  const began = Date.now()
  const child = spawn(process.execPath, [join(ROOT, TOOLS[tool] ?? tool), ...args], {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const words = []
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      words.push(chunk)
      if (live) process.stdout.write(chunk)
    })
  return new Promise((done) => {
    child.on("close", (code) => {
      const seconds = (Date.now() - began) / 1000
      done({ name, ok: code === 0, seconds, output: Buffer.concat(words).toString() })
    })
  })
}

/** One line per step, and everything a failed one said. */
export function report({ name, ok, seconds, output }, shown = false) {
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(28)} ${seconds.toFixed(1)} s`)
  if (!ok && !shown) console.log(output.trimEnd().replace(/^/gm, "    "))
}

/** `npm run check`: types, lint, dead code, architecture and the pure tests, side by side; seconds, not minutes. */
import { bootstrap } from "./bootstrap.mjs"

await bootstrap()
const { report, runStep } = await import("./run-step.mjs")

const began = Date.now()
const steps = await Promise.all([
  runStep("types", ["tsc", "-p", ".", "--noEmit"]),
  runStep("lint", ["biome", "check", "--error-on-warnings", "."]),
  runStep("dead code", ["knip"]),
  runStep("messages", ["scripts/messages.ts", "--check"]),
  runStep("architecture, unit tests", ["vitest", "run", "--project", "unit"]),
])
for (const step of steps) report(step)
const failed = steps.filter((step) => !step.ok).length
console.log(`${steps.length - failed} passed, ${failed} failed (${((Date.now() - began) / 1000).toFixed(1)} s)`)
process.exit(failed === 0 ? 0 : 1)

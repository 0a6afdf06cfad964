/**
 * `npm test`: everything a change must pass; `npm run test:long`: the long suites (soak, fuzz, big files). Nothing is ever
 * skipped: a missing browser fails. Options: --long, --database-only (only the tests that need a database).
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { bootstrap, ROOT } from "./bootstrap.mjs"

await bootstrap()
const { report, runStep } = await import("./run-step.mjs")
const { values: options } = parseArgs({
  options: { long: { type: "boolean", default: false }, "database-only": { type: "boolean", default: false } },
})

const reports = mkdtempSync(join(tmpdir(), "fanfare-test-"))
const began = Date.now()
const total = { passed: 0, failed: 0 }

if (options.long) await longSuites()
else if (options["database-only"]) await vitest("database tests", ["--project", "db"])
else await everything()

rmSync(reports, { recursive: true, force: true })
console.log(`took ${((Date.now() - began) / 1000).toFixed(0)} s`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)

async function everything() {
  await check("types", ["tsc", "-p", ".", "--noEmit"])
  await check("lint", ["biome", "check", "--error-on-warnings", "."])
  await check("dead code", ["knip"])
  await check("messages", ["scripts/messages.ts", "--check"])
  await vitest("unit, swarm and database tests", ["--project", "unit", "--project", "swarm", "--project", "db"])
  await check("embed script and its size", ["scripts/build-embed.ts"])
  await endToEnd()
}

/** Whatever stands in tests/long, and the end-to-end files that take long. */
async function longSuites() {
  if (hasFiles("tests/long", ".test.ts")) await vitest("long suites", ["--project", "long"])
  if (hasFiles("tests/e2e", ".long.ts")) await playwright("long end-to-end tests", { FANFARE_LONG: "1" })
}

async function endToEnd() {
  if (hasFiles("tests/e2e", ".spec.ts")) await playwright("end-to-end tests")
}

/** A step that passes or fails as a whole counts as one. */
async function check(name, command) {
  const step = await runStep(name, command)
  report(step)
  total[step.ok ? "passed" : "failed"] += 1
}

async function vitest(name, args) {
  const file = join(reports, `${name.replaceAll(" ", "-")}.json`)
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`]
  const step = await runStep(name, ["vitest", "run", ...args, ...reporters], { live: true })
  report(step, true)
  const seen = readJson(file)
  // What was left out counts as failed: nothing here may be skipped.
  count(
    step.ok,
    seen?.numPassedTests ?? 0,
    (seen?.numFailedTests ?? 0) + (seen?.numPendingTests ?? 0) + (seen?.numTodoTests ?? 0),
  )
}

async function playwright(name, more = {}) {
  const file = join(reports, `${name.replaceAll(" ", "-")}.json`)
  const env = { ...more, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const config = join("tests", "e2e", "playwright.config.ts")
  const step = await runStep(name, ["playwright", "test", "-c", config, "--reporter=list,json"], {
    live: true,
    env,
  })
  report(step, true)
  const stats = readJson(file)?.stats
  count(step.ok, (stats?.expected ?? 0) + (stats?.flaky ?? 0), (stats?.unexpected ?? 0) + (stats?.skipped ?? 0))
}

/** A run that failed without a failed test (it could not even begin) is a failure all the same. */
function count(ok, passed, failed) {
  total.passed += passed
  total.failed += ok ? failed : Math.max(1, failed)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"))
  } catch {
    return null
  }
}

function hasFiles(folder, ending) {
  const path = join(ROOT, folder)
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => String(name).endsWith(ending))
}

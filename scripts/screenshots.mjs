/**
 * `npm run screenshots`: pictures of every page on a phone and a desk, by day and by night, into screenshots/, each looked
 * at by script; one line per page, and at the end how many passed. Options: --url URL --data DIR, a sample world that runs
 * already (else one is raised, which takes some minutes); --only TEXT, pages whose name holds it.
 */
import { join } from "node:path"
import { parseArgs } from "node:util"
import { bootstrap, giveUp } from "./bootstrap.mjs"

const { values: options } = parseArgs({
  options: { url: { type: "string" }, data: { type: "string" }, only: { type: "string", default: "" } },
})
if ((options.url === undefined) !== (options.data === undefined))
  giveUp("--url and --data go together: where a sample world runs, and the folder it keeps everything in")

await bootstrap()
const { report, runStep } = await import("./run-step.mjs")
const config = join("tests", "e2e", "playwright.config.ts")
const looks = ["pages.spec.ts", "--project=rest", "--grep", "seen by|world around"]
const running = options.url ? { FANFARE_TEST_URL: options.url, FANFARE_TEST_DATA: options.data } : {}
const step = await runStep("screenshots", ["playwright", "test", "-c", config, ...looks], {
  live: true,
  env: { FANFARE_SCREENSHOTS: options.only || "all", ...running },
})
report(step, true)
const count = (word) => step.output.split("\n").filter((line) => line.startsWith(`${word} page `)).length
const failed = count("FAILED")
console.log(`${count("ok    ")} passed, ${step.ok ? failed : Math.max(1, failed)} failed`)
process.exit(step.ok ? 0 : 1)

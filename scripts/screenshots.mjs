/** `npm run screenshots`: pictures of every page on a phone and a desk, by day and by night, into screenshots/. */
import { join } from "node:path"
import { bootstrap } from "./bootstrap.mjs"

await bootstrap()
const { report, runStep } = await import("./run-step.mjs")
const config = join("tests", "e2e", "playwright.config.ts")
const step = await runStep("screenshots", ["playwright", "test", "-c", config, "tale.spec.ts", "pages.spec.ts"], {
  live: true,
  env: { FANFARE_SCREENSHOTS: "1" },
})
report(step, true)
process.exit(step.ok ? 0 : 1)

/** Browser tests: one at a time, as each starts a whole Fanfare of its own on this machine. */
import { defineConfig } from "playwright/test"

export default defineConfig({
  testDir: import.meta.dirname,
  testMatch: /\.(?:spec|long)\.ts$/,
  workers: 1,
  // What `npm test` runs is all of it but the long ones, which ask for themselves with --grep.
  ...(process.argv.includes("@long") ? {} : { grepInvert: /@long/ }),
  forbidOnly: true,
  outputDir: "../../node_modules/.cache/fanfare/e2e",
  expect: { timeout: 15_000 },
})

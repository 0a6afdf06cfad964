/** The browser tests: one world for all of them, the tale first, so that the pages have something to show. */
import { defineConfig } from "playwright/test"
import { patiently } from "../support/patience.ts"

const TALE = /tale\.spec\.ts$/

export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: "./shared-world.ts",
  // Two cores drive the world, its nodes and the browser; a second worker would only wait.
  workers: 1,
  // What `npm test` runs is all of it but the long ones, which ask for themselves with --grep.
  ...(process.argv.includes("@long") ? {} : { grepInvert: /@long/ }),
  forbidOnly: true,
  timeout: patiently(120_000),
  expect: { timeout: patiently(15_000) },
  outputDir: "../../node_modules/.cache/fanfare/e2e",
  projects: [
    { name: "tale", testMatch: TALE },
    { name: "rest", testMatch: /\.(?:spec|long)\.ts$/, testIgnore: TALE },
  ],
})

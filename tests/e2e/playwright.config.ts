/**
 * The browser tests: one world for all of them, the tale first, so that the pages have something to show. The long ones
 * (FANFARE_LONG) have the sample world, whose people are signed in already.
 */
import { defineConfig } from "playwright/test"
import { patiently } from "../support/patience.ts"

const TALE = /tale\.spec\.ts$/
const EVERY_RUN = [
  { name: "tale", testMatch: TALE },
  { name: "rest", testMatch: /\.spec\.ts$/, testIgnore: TALE },
]
/** Every page once more, under strain. */
const PAGES = /pages\.spec\.ts$/
const SENTINEL = /sentinel\.long\.ts$/
const LONG = [
  { name: "long", testMatch: [/\.long\.ts$/, PAGES], testIgnore: SENTINEL },
  // Leaves no word of the world as it was.
  { name: "last", testMatch: SENTINEL },
]

export default defineConfig({
  testDir: import.meta.dirname,
  globalSetup: "./shared-world.ts",
  // Two cores drive the world, its nodes and the browser; a second worker would only wait.
  workers: 1,
  forbidOnly: true,
  timeout: patiently(120_000),
  expect: { timeout: patiently(15_000) },
  outputDir: "../../node_modules/.cache/fanfare/e2e",
  projects: process.env.FANFARE_LONG ? LONG : EVERY_RUN,
})

/** What every browser test needs, at hand once per worker: a running Fanfare, and the browser people look at it with. */
import type { Browser as Chromium } from "playwright"
import { test as bare } from "playwright/test"
import { launchBrowser } from "../support/person-steps.ts"
import { type RunningFanfare, startFanfare } from "../support/running-fanfare.ts"

export { expect } from "playwright/test"

export type World = { fanfare: RunningFanfare; browser: Chromium }

/** Playwright's `test`; helpers beside the stories take the world in `test.beforeAll(({ world }) => …)`. */
export const test = bare.extend<object, { world: World }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
    async ({}, use) => {
      const fanfare = await startFanfare()
      const browser = await launchBrowser()
      await use({ fanfare, browser })
      await browser.close()
      await fanfare.stop()
    },
    // As long as a world takes to start: the limit of the first test is not for that.
    { scope: "worker", timeout: 0 },
  ],
})

/** Closes whatever windows a file's stories left open, so that the next file's have the machine to themselves. */
export async function everybodyLeaves({ browser }: World): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()))
}

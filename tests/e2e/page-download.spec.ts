/** The download in the page, in a real browser against real processes: a film plays while it arrives, a demo becomes a purchase without a second download. */
import { randomBytes } from "node:crypto"
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, BrowserContext, Page } from "playwright"
import { chromium, expect, test } from "playwright/test"
import { findBrowser } from "../support/browser.ts"
import { patiently } from "../support/patience.ts"
import { makePublishKey, publish, type RunningFanfare, signUp, startFanfare } from "../support/running-fanfare.ts"

const WORKS = join(import.meta.dirname, "../../sandbox/works")
/** Spread over ten pieces of 256 KiB, none of them ending where a piece does. */
const NIGHT_BYTES = 2_300_003

let fanfare: RunningFanfare
let browser: Browser
let folder: string

test.describe.configure({ mode: "serial" })
test.setTimeout(patiently(120_000))

test.beforeAll(async () => {
  test.setTimeout(patiently(300_000))
  folder = await mkdtemp(join(tmpdir(), "fanfare-works-"))
  fanfare = await startFanfare()
  const { executablePath, args } = await findBrowser()
  const autoplay = "--autoplay-policy=no-user-gesture-required"
  browser = await chromium.launch({ executablePath, args: [...args, autoplay] })
  await publishShelf()
})

test.afterAll(async () => {
  await browser?.close()
  await fanfare?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function publishShelf() {
  const page = await browser.newPage()
  await signUp(page, fanfare, { email: `maker-${Date.now()}@example.test`, as: "publisher" })
  const key = await makePublishKey(page, fanfare, "Lantern Works")
  await page.close()
  for (const part of ["trial", "full"] as const) {
    await mkdir(join(folder, part), { recursive: true })
    for (const name of ["index.html", "comet.js"])
      await copyFile(join(WORKS, "tin-comet", name), join(folder, part, name))
    await copyFile(join(WORKS, "tin-comet", `levels-${part}.js`), join(folder, part, "levels.js"))
  }
  await mkdir(join(folder, "full", "sounds"))
  await writeFile(join(folder, "full", "sounds", "night.bin"), randomBytes(NIGHT_BYTES))
  const game = ["--slug", GAME, "--version", "1.0.0", "--full", join(folder, "full"), "--trial", join(folder, "trial")]
  await publish(fanfare, key, [...game, "--title", "Tin Comet", "--kind", "game", "--price", "29.99"])
  const film = ["--slug", FILM, "--version", "1.0", "--full", join(WORKS, "harbour-lights", "harbour-lights.webm")]
  await publish(fanfare, key, [...film, "--title", "Lights", "--kind", "film", "--price", "1.99", "--demo", "timed"])
}

const GAME = `comet-${Date.now()}`
const FILM = `lights-${Date.now()}`

/** A browser of its own, signed in; `fetched` names every piece asked of the origin, in order. */
async function visitor(delayMs = 0): Promise<{ context: BrowserContext; page: Page; fetched: number[] }> {
  const context = await browser.newContext({ acceptDownloads: true })
  const fetched: number[] = []
  await context.route(/\/v1\/sessions\/[\w-]+\/pieces\/\d+$/, async (route) => {
    fetched.push(Number(route.request().url().split("/").at(-1)))
    await new Promise((wake) => setTimeout(wake, delayMs))
    await route.continue().catch(() => undefined)
  })
  const page = await context.newPage()
  await signUp(page, fanfare, { email: `fan-${Date.now()}@example.test`, as: "fan" })
  return { context, page, fetched }
}

async function startDemo(page: Page, slug: string) {
  await page.goto(`${fanfare.url}/titles/${slug}`)
  await page.getByRole("button", { name: "Try it free for 30 days" }).click()
  await page.waitForURL(`**/library/${slug}`)
}

const whole = (page: Page) => page.getByText("all of it on this device")

test("a film plays while it arrives, and a reload goes on where it stopped", async () => {
  const { context, page, fetched } = await visitor(900)
  await startDemo(page, FILM)
  await page.getByRole("button", { name: "Watch or download it here" }).click()
  const video = page.locator("video")
  await video.evaluate((v: HTMLVideoElement) => {
    v.muted = true
    return v.play()
  })
  await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.currentTime)).toBeGreaterThan(0.3)
  await expect(whole(page)).toHaveCount(0)
  expect(await video.evaluate((v: HTMLVideoElement) => Math.round(v.duration))).toBe(36)
  // A timed demo plays here and is not saved.
  await expect(page.getByRole("button", { name: /Save/ })).toHaveCount(0)

  await page.getByRole("button", { name: "Pause" }).click()
  await expect(page.getByRole("button", { name: "Go on" })).toBeVisible()
  const held = Number(/(\d+) of 17 pieces/.exec(await page.getByText(/of 17 pieces/).innerText())?.[1])
  expect(held).toBeGreaterThan(0)
  expect(held).toBeLessThan(17)
  await page.reload()
  await expect(page.getByText(`${held} of 17 pieces`)).toBeVisible()
  fetched.length = 0
  await page.getByRole("button", { name: "Go on" }).click()
  await expect(whole(page)).toBeVisible()
  expect(fetched).toHaveLength(17 - held)
  await context.close()
})

test("a demo opens its trial part in a closed-off frame; bought, all of it opens without a second download", async () => {
  const { context, page, fetched } = await visitor()
  await startDemo(page, GAME)
  await page.getByRole("button", { name: "Download it here" }).click()
  await expect(whole(page)).toBeVisible()
  expect(new Set(fetched).size).toBe(fetched.length)
  await expect(page.getByText("sounds/night.bin")).toHaveCount(0)
  await page.getByRole("button", { name: "Play it here" }).click()
  await expect(page.frameLocator("iframe").locator("#score")).toHaveText(/brass/)
  expect(await page.locator("iframe").getAttribute("sandbox")).not.toContain("allow-same-origin")

  fetched.length = 0
  await page.getByRole("link", { name: /^Buy for/ }).click()
  await page.getByRole("button", { name: /with PayPal$/ }).click()
  await page.getByRole("button", { name: /^Pay / }).click()
  await page.waitForURL(/\/library\/[\w-]+\?bought=1/)
  await expect(page.getByText("Tin Comet is yours.")).toBeVisible()
  await expect(whole(page)).toBeVisible()
  const saved = page.waitForEvent("download")
  await page.getByRole("button", { name: "Save sounds/night.bin" }).click()
  const path = await (await saved).path()
  const original = await readFile(join(folder, "full", "sounds", "night.bin"))
  expect((await readFile(path)).equals(original)).toBe(true)
  expect(fetched).toEqual([])

  await saveAllInto(page)
  await expect(page.getByText("4 files are in the folder chosen.")).toBeVisible()
  expect(await fileInChosen(page, "levels.js")).toBe(await readFile(join(folder, "full", "levels.js"), "utf8"))
  await context.close()
})

/** A picker cannot be driven; the folder it would give is one of the page's own private ones. */
async function saveAllInto(page: Page) {
  await page.evaluate(() => {
    const pick = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("chosen", { create: true })
    Object.assign(window, { showDirectoryPicker: pick })
  })
  await page.getByRole("button", { name: "Save everything to a folder" }).click()
}

const fileInChosen = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const chosen = await (await navigator.storage.getDirectory()).getDirectoryHandle("chosen")
    return (await (await chosen.getFileHandle(wanted)).getFile()).text()
  }, name)

test("a broken line says what to do, and a damaged piece is never kept", async () => {
  const { context, page } = await visitor()
  await startDemo(page, GAME)
  await context.route(/\/pieces\/\d+$/, (route) => route.abort("connectionfailed"))
  await page.getByRole("button", { name: "Download it here" }).click()
  await expect(page.getByRole("alert").filter({ hasText: "What has arrived stays on this device" })).toBeVisible({
    timeout: patiently(60_000),
  })
  await context.unroute(/\/pieces\/\d+$/)
  let spoiled = 0
  await context.route(/\/pieces\/1$/, async (route) => {
    if (spoiled++ > 0) return route.continue()
    const response = await route.fetch()
    const body = await response.body()
    body[0]! ^= 1
    return route.fulfill({ response, body })
  })
  await page.getByRole("button", { name: /^(Go on|Download)$/ }).click()
  await expect(whole(page)).toBeVisible({ timeout: patiently(60_000) })
  expect(spoiled).toBe(2)
  await page.getByRole("button", { name: "Play it here" }).click()
  await expect(page.frameLocator("iframe").locator("#score")).toHaveText(/brass/)
  await context.close()
})

/** A picture on a slow line: one sees how far it is, and takes it back before it is there. */
import { randomBytes } from "node:crypto"
import type { Page } from "playwright"
import sharp from "sharp"
import { patiently } from "../support/patience.ts"
import { newVisitor } from "../support/person-steps.ts"
import { corners } from "../support/pictures.ts"
import { makePublishKey, signUp } from "../support/running-fanfare.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
/** Noise cannot be packed: about 700 kB, so some twelve seconds at the line's speed below. */
const NOISE = { width: 540, height: 430, channels: 3 as const }
const SLOW_BYTES_PER_SECOND = 60_000

async function slowLine(page: Page, uploadThroughput: number): Promise<void> {
  const line = await page.context().newCDPSession(page)
  await line.send("Network.enable")
  const wide = { offline: false, latency: 0, downloadThroughput: -1 }
  await line.send("Network.emulateNetworkConditions", { ...wide, uploadThroughput })
}

test("a picture on its way shows how far it is, and is taken back by a press", async ({
  world: { fanfare, browser },
}) => {
  test.setTimeout(patiently(120_000))
  const context = await newVisitor(browser)
  const page = await context.newPage()
  await signUp(page, fanfare, { email: `framer-${STAMP}@example.test`, as: "publisher" })
  await makePublishKey(page, fanfare, `Framers ${STAMP}`)
  await page.goto(`${fanfare.url}/publish/new`)
  await page.getByLabel("Name", { exact: true }).fill(`Empty Frame ${STAMP}`)
  await page.getByLabel("Price in US dollars").fill("3")
  await page.getByRole("button", { name: "Add the title" }).click()
  await page.waitForURL(/\/publish\/empty-frame/)
  await page.goto(`${page.url()}/edit`)
  const gallery = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Gallery", exact: true, level: 2 }) })
  const input = gallery.getByLabel("One more picture")
  const add = gallery.getByRole("button", { name: "Add it to the gallery" })
  const sending = gallery.getByRole("progressbar", { name: "Sending" })
  const share = () => sending.evaluate((bar: HTMLProgressElement) => bar.value)

  const noise = await sharp(randomBytes(NOISE.width * NOISE.height * NOISE.channels), { raw: NOISE })
    .png()
    .toBuffer()
  await input.setInputFiles({ name: "noise.png", mimeType: "image/png", buffer: noise })
  await slowLine(page, SLOW_BYTES_PER_SECOND)
  const asked: string[] = []
  page.on("request", (request) => request.method() === "POST" && asked.push(request.url()))
  const givenUp = page.waitForEvent("requestfailed", (request) => request.url().includes("/api/v1/media"))
  await add.click()
  await expect(sending).toBeVisible()
  await expect(add).toHaveAttribute("aria-disabled", "true")
  await add.click({ force: true })
  await expect.poll(share).toBeGreaterThan(0)
  const before = await share()
  expect(before).toBeLessThan(1)
  await expect.poll(share).toBeGreaterThan(before)

  await gallery.getByRole("button", { name: "Take another" }).click()
  expect((await givenUp).failure()?.errorText).toBe("net::ERR_ABORTED")
  expect(asked.filter((url) => url.includes("/api/v1/media"))).toHaveLength(1)
  await expect(sending).toHaveCount(0)
  await expect(add).toHaveCount(0)
  await expect(input).toHaveValue("")
  await expect(gallery.getByRole("alert")).toHaveCount(0)

  await slowLine(page, -1)
  await input.setInputFiles({ name: "corners.png", mimeType: "image/png", buffer: await corners().png().toBuffer() })
  await add.click()
  await expect(gallery.getByText("The picture is in place.")).toBeVisible()
  await page.reload()
  await expect(gallery.getByRole("listitem")).toHaveCount(1)
  await context.close()
})

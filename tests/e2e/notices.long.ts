/** A sale rings the bell and comes by mail; one press in the mail ends the mails, and the bell rings on. */
import { writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser as Chromium, Page } from "playwright"
import { patiently } from "../support/patience.ts"
import { newVisitor, payAsStranger, putButtonOnSite } from "../support/person-steps.ts"
import { linkInMail, makePublishKey, publish, type RunningFanfare, signUp } from "../support/running-fanfare.ts"
import { expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const TITLE = `Bell Song ${STAMP}`
const FAN = `ringer-${STAMP}@example.test`
/** A moment is gathered for three seconds in the sample world; then two jobs of a second each. */
const MAIL_WOULD_BE_THERE_MS = 7_000

let fanfare: RunningFanfare
let browser: Chromium

test.beforeAll(({ world }) => {
  ;({ fanfare, browser } = world)
})

const newPage = async () => (await newVisitor(browser)).newPage()
const bell = (page: Page) => page.getByTestId("notice-bell")

async function publishSong(): Promise<void> {
  const publisher = await newPage()
  await signUp(publisher, fanfare, { email: `bells-${STAMP}@example.test`, as: "publisher" })
  const key = await makePublishKey(publisher, fanfare, `Bells ${STAMP}`)
  const file = join(tmpdir(), `bell-song-${STAMP}.bin`)
  await writeFile(file, Buffer.alloc(100_003, 7))
  const song = ["--slug", `bell-song-${STAMP}`, "--version", "1.0", "--full", file, "--title", TITLE]
  await publish(fanfare, key, [...song, "--kind", "music", "--price", "1.99"])
  await publisher.context().close()
}

async function buyThrough(code: string, email: string): Promise<void> {
  const buyer = await newPage()
  await buyer.goto(`${fanfare.url}/r/${code}`)
  await payAsStranger(buyer, fanfare, email, "$1.99")
  await linkInMail(fanfare, email, /https?:\/\/\S+\/library\/\S+/)
  await buyer.context().close()
}

async function mailsOf(email: string): Promise<{ id: string; subject: string; headers: Record<string, string> }[]> {
  const answer = await fetch(`${fanfare.mailboxUrl}/api/messages?to=${encodeURIComponent(email)}`)
  return ((await answer.json()) as { messages: never[] }).messages
}

test("one press in a mail ends the mails of its kind; the bell rings on", async () => {
  test.setTimeout(patiently(240_000))
  await publishSong()
  const fan = await newPage()
  await signUp(fan, fanfare, { email: FAN, as: "fan" })
  const site = { name: `Ringer ${STAMP}`, slug: `ringer-${STAMP}`, url: "https://ringer.example", title: TITLE }
  const code = await putButtonOnSite(fan, fanfare, site)
  await expect(bell(fan)).toHaveAccessibleName("Notifications")

  await test.step("the first sale stands under the bell and in the mailbox", async () => {
    await buyThrough(code, `first-${STAMP}@example.test`)
    await fan.goto(`${fanfare.url}/notifications`)
    await expect(bell(fan)).toHaveAccessibleName("Notifications, one unread")
    await expect(fan.getByRole("link", { name: /Unread: Your first sale: \$0\.0995/ })).toBeVisible()
    await linkInMail(fanfare, FAN, /https?:\/\/\S+\/unsubscribe\/\S+/)
  })

  await test.step("looking at the link changes nothing; a press in the mail program ends the mails", async () => {
    const [mail] = await mailsOf(FAN)
    expect(mail!.subject).toBe(`Your first sale: $0.0995 from ${TITLE}`)
    const link = /<(http[^>]+)>/.exec(mail!.headers["List-Unsubscribe"]!)![1]!
    expect((await fetch(link)).status).toBe(200)
    await fan.goto(`${fanfare.url}/settings/notifications`)
    const earnings = fan.getByRole("group", { name: "Earnings" })
    await expect(earnings.getByLabel("Mail at once")).toBeChecked()

    const mailbox = await newPage()
    await mailbox.goto(`${fanfare.mailboxUrl}/m/${mail!.id}`)
    await expect(mailbox.getByText("List-Unsubscribe-Post: List-Unsubscribe=One-Click")).toBeVisible()
    await mailbox.getByRole("button", { name: "Unsubscribe" }).click()
    await expect(mailbox.getByRole("heading", { name: "Unsubscribed" })).toBeVisible()
    await mailbox.context().close()
    await fan.reload()
    await expect(earnings.getByLabel("In the app only")).toBeChecked()
  })

  await test.step("the next sale is no mail, and rings the bell", async () => {
    const before = (await mailsOf(FAN)).length
    await buyThrough(code, `second-${STAMP}@example.test`)
    await new Promise((wake) => setTimeout(wake, MAIL_WOULD_BE_THERE_MS))
    expect(await mailsOf(FAN)).toHaveLength(before)
    await fan.goto(`${fanfare.url}/notifications`)
    await expect(bell(fan)).toHaveAccessibleName("Notifications, 2 unread")
  })

  await test.step("a notification leads to what it is about, and is read; so are all by one press", async () => {
    await fan.getByRole("link", { name: /Unread: You earned \$0\.0995/ }).click()
    await fan.waitForURL(`${fanfare.url}/dashboard`)
    await expect(bell(fan)).toHaveAccessibleName("Notifications, one unread")
    await fan.goto(`${fanfare.url}/notifications`)
    await fan.getByRole("button", { name: "Mark all as read" }).click()
    await expect(bell(fan)).toHaveAccessibleName("Notifications")
  })

  await test.step("the choices can be made without script", async () => {
    const storageState = await fan.context().storageState()
    const plain = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage()
    await plain.goto(`${fanfare.url}/settings/notifications`)
    await plain.getByRole("group", { name: "Earnings" }).getByLabel("Monday's digest").check()
    await plain.getByRole("button", { name: "Save the choices" }).click()
    await expect(plain.getByText("Saved.")).toBeVisible()
    await fan.goto(`${fanfare.url}/settings/notifications`)
    await expect(fan.getByRole("group", { name: "Earnings" }).getByLabel("Monday's digest")).toBeChecked()
    await plain.context().close()
  })
})

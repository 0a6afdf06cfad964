/**
 * Markup and script in every text anybody may write: offered at every form, put into every column, and then read on every
 * page, embed, feed and mail. Nothing runs, nothing is made of it. Goes last: nobody can read this world afterwards.
 */
import type { ElementHandle, Page } from "playwright"
import { alarmsOf, HOSTILE, HOSTILE_ADDRESS, intruders, lookForHarm, MARK } from "../support/hostile-words.ts"
import { patiently } from "../support/patience.ts"
import { browserOf } from "../support/people-of-world.ts"
import { newVisitor } from "../support/person-steps.ts"
import { mailEverythingAgain, plantWords } from "../support/plant-words.ts"
import type { RunningFanfare } from "../support/running-fanfare.ts"
import { staleExemptions } from "../support/text-columns.ts"
import { inDatabaseOf } from "../support/world-database.ts"
import { PageGuide } from "./guide.ts"
import { ROUTES, VIEWERS, type Viewer } from "./routes.ts"
import { expect, test, type World } from "./world.ts"

/** Acts that shut out somebody who still has to look; their reasons are planted past the door. */
const SHUTS_OUT = /suspend|take it down|hide|erase|keep my account|password|revoke|refuse|archive|withdraw/i
/** So many of the pages show something that somebody wrote; fewer mean that nothing was planted. */
const SEEN_AT_LEAST = 40
const ANSWER_MS = 2_500
const MAILS_LOOKED_AT = 60

test.describe.configure({ timeout: patiently(900_000) })

/** One person walks through their pages; `work` answers what is wrong with each. */
async function walk({ fanfare, browser }: World, who: Viewer, work: (page: Page, url: string) => Promise<string[]>) {
  const context = await browserOf(fanfare, browser, who)
  const alarms = alarmsOf(context)
  const page = await context.newPage()
  page.setDefaultTimeout(patiently(30_000))
  const guide = new PageGuide(fanfare, page)
  const faults: string[] = []
  for (const route of ROUTES.filter((r) => r.who === who)) {
    const url = await guide.addressOf(route)
    const found = await work(page, url)
    faults.push(...[...found, ...alarms.splice(0)].map((fault) => `${route.name}: ${fault}`))
  }
  await guide.end()
  await context.close()
  return faults
}

for (const who of VIEWERS)
  test(`every form is offered the words by: ${who}`, async ({ world }) => {
    let sent = 0
    const faults = await walk(world, who, async (page, url) => {
      const found: string[] = []
      await page.goto(url)
      const count = await page.locator(FORMS).count()
      for (let i = 0; i < count; i++) {
        await page.goto(url, { waitUntil: "load" })
        const form = await page.locator(FORMS).nth(i).elementHandle()
        if (!form || SHUTS_OUT.test(await form.innerText()) || (await fill(form)) === 0) continue
        // Some have no button to see; those that ask while one types have gone on by themselves.
        await form.evaluate((f) => f.isConnected && (f as HTMLFormElement).requestSubmit()).catch(() => undefined)
        await page.waitForTimeout(ANSWER_MS)
        found.push(...(await lookForHarm(page)).faults)
        sent++
      }
      return found
    })
    console.log(`${who}: ${sent} forms`)
    expect(faults).toEqual([])
  })

const FORMS = "main form:visible:has(input, textarea)"
const TYPED =
  "input:visible:not([type=checkbox], [type=radio], [type=file], [type=password], [type=range]), textarea:visible"

/** Answers how many fields took the words. */
async function fill(form: ElementHandle<Element>): Promise<number> {
  let filled = 0
  for (const field of await form.$$(TYPED)) {
    const kind = await field.evaluate((e) =>
      [(e as HTMLInputElement).type, (e as HTMLInputElement).inputMode].join(" "),
    )
    if (/number|date|decimal|numeric|email/.test(kind) || !(await field.isEditable())) continue
    await field.fill(/url/.test(kind) ? HOSTILE_ADDRESS : HOSTILE)
    filled++
  }
  return filled
}

test("no column is forgotten: each holds the words, or is named with the reason why it cannot", async ({ world }) => {
  expect(staleExemptions()).toEqual([])
  expect(await inDatabaseOf(world.fanfare, ({ db }) => plantWords(db))).toEqual([])
})

let seen = 0
for (const who of VIEWERS)
  test(`nothing comes of the words on what is read by: ${who}`, async ({ world }) => {
    const faults = await walk(world, who, async (page, url) => {
      const answer = await page.goto(url, { waitUntil: "load" })
      await page.waitForTimeout(300)
      const found = await lookForHarm(page)
      if (found.seen) seen++
      return (answer?.status() ?? 0) >= 500 ? [`answered ${answer?.status()}`, ...found.faults] : found.faults
    })
    expect(faults).toEqual([])
  })

test("the pages that were read did show the words", () => {
  console.log(`${seen} of ${ROUTES.length} pages show the words`)
  expect(seen).toBeGreaterThanOrEqual(SEEN_AT_LEAST)
})

test("nothing comes of them in embeds, in a feed, and where a title or a page was taken away", async ({ world }) => {
  const { fanfare, browser } = world
  const context = await newVisitor(browser)
  const alarms = alarmsOf(context)
  const page = await context.newPage()
  const guide = new PageGuide(fanfare, page)
  const code = await guide.linkCode()
  const title = await guide.follow("/store", "/titles/[slug]")
  const faults: string[] = []
  const read = async (path: string) => {
    await page.goto(fanfare.url + path, { waitUntil: "load" })
    const found = await lookForHarm(page)
    expect([path, found.seen]).toEqual([path, true])
    faults.push(...[...found.faults, ...alarms.splice(0)].map((fault) => `${path}: ${fault}`))
  }
  for (const path of [`/embed/frame/${code}`, `/embed/badge/${code}.svg`, `/embed/data/${code}.json`]) await read(path)
  const feed = await (await page.request.get(`${fanfare.url}/s/damp-attic/feed.xml`)).text()
  expect(feed).toContain(MARK)
  faults.push(...(await intrudersInFeed(page, feed)))
  await inDatabaseOf(fanfare, ({ pool }) =>
    pool.query("update title set state = 'taken_down', taken_down_at = now(); update site set hidden_at = now()"),
  )
  // Other processes and caches look again within five seconds.
  await page.waitForTimeout(6_000)
  for (const path of [title, `/r/${code}`, "/s/damp-attic"]) await read(path)
  expect(faults).toEqual([])
  await context.close()
})

/** Readers of feeds take an item's description for HTML. */
const intrudersInFeed = (page: Page, xml: string): Promise<string[]> =>
  page.evaluate(`(() => {
    const look = ${intruders}
    const feed = new DOMParser().parseFromString(${JSON.stringify(xml)}, "text/xml")
    const html = [...feed.querySelectorAll("item > description")].map((e) => new DOMParser().parseFromString(e.textContent, "text/html"))
    return [...(feed.querySelector("parsererror") ? ["the feed is no XML"] : []), ...[feed, ...html].flatMap((root) => look(root))]
      .map((fault) => "feed: " + fault)
  })()`)

test("nor in any mail, as the mailbox shows it and as it was sent", async ({ world: { fanfare, browser } }) => {
  const before = new Set((await mailsOf(fanfare)).map(({ id }) => id))
  await inDatabaseOf(fanfare, ({ db }) => mailEverythingAgain(db))
  const fresh = async () => (await mailsOf(fanfare)).filter(({ id }) => !before.has(id))
  await expect.poll(async () => (await fresh()).filter(({ text }) => text.includes(MARK)).length).toBeGreaterThan(3)
  const context = await newVisitor(browser)
  const alarms = alarmsOf(context)
  const page = await context.newPage()
  const faults: string[] = []
  const ids = (await fresh()).slice(0, MAILS_LOOKED_AT).map(({ id }) => id)
  for (const path of ["/", ...ids.flatMap((id) => [`/m/${id}`, `/m/${id}/html`])]) {
    await page.goto(fanfare.mailboxUrl + path, { waitUntil: "load" })
    const { faults: found } = await lookForHarm(page)
    faults.push(...[...found, ...alarms.splice(0)].map((fault) => `${path}: ${fault}`))
  }
  expect(faults).toEqual([])
  await context.close()
})

async function mailsOf({ mailboxUrl }: RunningFanfare): Promise<{ id: string; text: string }[]> {
  const answer = await fetch(`${mailboxUrl}/api/messages?limit=200`)
  return ((await answer.json()) as { messages: { id: string; text: string }[] }).messages
}

test("the look itself finds a page that takes words for markup", async ({ world: { browser } }) => {
  const page = await (await newVisitor(browser)).newPage()
  const raw = `<!doctype html><title>x</title><main><a title="${HOSTILE}</a><a href="${HOSTILE_ADDRESS}">there</a></main>`
  await page.goto(`data:text/html,${encodeURIComponent(raw)}`)
  const { faults } = await lookForHarm(page)
  expect(faults.join("\n")).toMatch(/ran in[\s\S]*<img[\s\S]*<script[\s\S]*javascript:/)
  await page.context().close()
})

/** The main pages by keyboard alone: each stop in sight, named and in reading order, no trap, Escape leads back; nothing moves. */
import type { Page } from "playwright"
import { browserOf } from "../support/people-of-world.ts"
import { PageGuide } from "./guide.ts"
import { ROUTES, VIEWERS } from "./routes.ts"
import { movements, smallTargets, tryEscape, trySkipLink, walkByTab } from "./tab-walk.ts"
import { expect, test } from "./world.ts"

/** One page of each kind, and each with much to press. */
const WALKED = new Set([
  ...["landing", "promo", "store", "title", "checkout-stranger", "sign-up", "sign-in"],
  ...["start", "dashboard", "links", "link", "site", "page-editor", "payouts", "settings", "settings-notifications"],
  ...["nodes", "checkout-review", "library", "library-title"],
  ...["publish", "publish-title", "publish-edit", "publish-terms", "publish-sales"],
  ...["operate", "operate-person", "operate-title", "operate-money"],
])

test.describe.configure({ timeout: 300_000 })

/** Only what script has taken over answers keys; the editor comes by itself, a while after its page. */
const taken = (page: Page, name: string): Promise<void> => page.waitForTimeout(name === "page-editor" ? 3_000 : 300)

async function walk(page: Page, name: string, url: string): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" })
  await page.setViewportSize({ width: 1_280, height: 800 })
  await page.goto(url, { waitUntil: "load" })
  await taken(page, name)
  const { stops, faults } = await walkByTab(page)
  faults.push(...(await movements(page)), ...(await smallTargets(page)), ...(await tryEscape(page)))
  await page.goto(url)
  if (name !== "page-editor") faults.push(...(await trySkipLink(page)))
  await page.setViewportSize({ width: 390, height: 700 })
  await page.goto(url)
  await taken(page, name)
  const onPhone = await walkByTab(page)
  const small = await smallTargets(page)
  faults.push(...[...onPhone.faults, ...small].map((fault) => `on a phone: ${fault}`))
  console.log([`${name}: ${stops} stops, ${onPhone.stops} on a phone`, ...faults].join("\n  "))
  return faults.map((fault) => `${name}: ${fault}`)
}

for (const who of VIEWERS)
  test(`by keyboard: ${who}`, async ({ world: { fanfare, browser } }) => {
    const context = await browserOf(fanfare, browser, who)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const guide = new PageGuide(fanfare, page)
    const faults: string[] = []
    for (const route of ROUTES.filter((r) => r.who === who && WALKED.has(r.name)))
      faults.push(...(await walk(page, route.name, await guide.addressOf(route))))
    await guide.end()
    await context.close()
    expect(faults).toEqual([])
  })

test("faults on the way are found where there are any", async ({ world: { browser } }) => {
  const page = await browser.newPage()
  const faulty = `<!doctype html><html lang=en><title>x</title><div>
<style>@keyframes spin{to{rotate:1turn}} .spin{animation:spin 1s infinite} .bare:focus{outline:0}</style>
<div style="position:fixed;inset:0 0 auto;height:90px;background:#fff;z-index:1">over</div>
<a href="#a">Under it</a><p style="margin-top:600px"><a href="#b" class="bare">Bare</a></p>
<button class="spin" style="position:absolute;top:100px;left:0"></button>
<button style="position:absolute;top:300px;left:0;width:10px;height:10px">x</button>
<button style="position:absolute;top:300px;left:12px;width:10px;height:10px">y</button>
<p><button onkeydown="event.preventDefault()">Trap</button><a href="#c">Never</a></p></div>`
  await page.goto(`data:text/html,${encodeURIComponent(faulty)}`)
  const { faults } = await walkByTab(page)
  const all = [...faults, ...(await smallTargets(page)), ...(await movements(page)), ...(await trySkipLink(page))].join(
    "\n",
  )
  for (const fault of [
    /"Under it" is focused behind/,
    /"Bare" does not show/,
    /<button> has no name/,
    /back up to <button>/,
    /trap: Tab never came to .*Never/,
    /"x" is 16 x 10/,
    /moves: spin/,
    /after the skip link/,
  ])
    expect(all).toMatch(fault)
  await page.close()
})

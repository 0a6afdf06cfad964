/** Every page of the list, for everybody who can see it: on a phone by day, on a desk by night, and, in the long run, under strain. */
import type { Page } from "playwright"
import { browserOf } from "../support/people-of-world.ts"
import { newVisitor } from "../support/person-steps.ts"
import type { RunningFanfare } from "../support/running-fanfare.ts"
import { PageGuide } from "./guide.ts"
import { lookAt } from "./look-at-page.ts"
import { ROUTES, type Route, VIEWERS } from "./routes.ts"
import { expect, test } from "./world.ts"

/** Set by `npm run screenshots`: which pages, by a part of their name; or "all". */
const PICTURES = process.env.FANFARE_SCREENSHOTS
const isWanted = ({ name }: Route) => PICTURES === undefined || PICTURES === "all" || name.includes(PICTURES)

test.describe.configure({ timeout: PICTURES ? 1_200_000 : 420_000 })

for (const who of VIEWERS)
  test(`what is seen by: ${who}`, async ({ world: { fanfare, browser } }) => {
    const context = await browserOf(fanfare, browser, who)
    const page = await context.newPage()
    const guide = new PageGuide(fanfare, page)
    const problems: string[] = []
    try {
      for (const route of ROUTES.filter((r) => r.who === who && isWanted(r)))
        problems.push(...say(route.name, await lookAtRoute(page, guide, route)))
    } finally {
      await guide.end()
      await context.close()
    }
    expect(problems).toEqual([])
  })

/** A page that cannot be reached is a complaint like any other: the rest is looked at all the same. */
async function lookAtRoute(page: Page, guide: PageGuide, route: Route): Promise<string[]> {
  try {
    return await lookAt(page, route.name, await guide.addressOf(route), route.status ? { status: route.status } : {})
  } catch (error) {
    return [`${route.name}: ${String(error).split("\n", 2).join(" ")}`]
  }
}

/** One line per page for whoever takes pictures, and what is wrong with it under it. */
function say(name: string, found: string[]): string[] {
  if (!PICTURES) return found
  console.log([`${found.length === 0 ? "ok    " : "FAILED"} page ${name}`, ...found].join("\n       "))
  return found
}

test("the world around: a blog, a mailbox", async ({ world: { fanfare, browser } }) => {
  const page = await (await newVisitor(browser)).newPage()
  const pages = {
    blog: `${fanfare.blogUrl}/`,
    "blog-post": `${fanfare.blogUrl}/posts/the-game-i-lost-a-weekend-to`,
    mailbox: `${fanfare.mailboxUrl}/`,
    mail: await firstMail(fanfare),
  }
  const problems: string[] = []
  for (const [name, address] of Object.entries(pages)) problems.push(...say(name, await lookAt(page, name, address)))
  expect(problems).toEqual([])
  await page.context().close()
})

async function firstMail(fanfare: RunningFanfare): Promise<string> {
  const answer = await fetch(`${fanfare.mailboxUrl}/api/messages?limit=1`)
  const { messages } = (await answer.json()) as { messages: { id: string }[] }
  return `${fanfare.mailboxUrl}/m/${messages[0]!.id}`
}

test("faults are found where there are any", async ({ world: { fanfare, browser } }) => {
  const page = await (await newVisitor(browser)).newPage()
  const faulty = `<!doctype html><html lang=en><title>x</title><main><img src="data:,"><p style="color:#aaa;background:#fff">pale</p>
<div style="width:1000px">wide</div><div popover style="display:block">sheet</div><div style="width:70rem">grows</div><img alt="" src="${fanfare.url}/media/none.webp"></main>
<script>console.error("said so");throw new Error("thrown")</script>`
  const found = (await lookAt(page, "faulty", `data:text/html,${encodeURIComponent(faulty)}`, { strain: true })).join(
    "\n",
  )
  for (const fault of [/390 light: runs off the side by \d+: <div/, /1280 dark: image-alt/, /color-contrast/])
    expect(found).toMatch(fault)
  expect(found).toMatch(/console: said so/)
  expect(found).toMatch(/uncaught: thrown/)
  expect(found).toMatch(/nobody opened "sheet"/)
  // Some browsers let no page from nowhere ask this machine for anything: that is a failed request as well.
  expect(found).toMatch(/(?:404|net::ERR_\w+) for http/)
  expect(found).toMatch(/text at 200 %: runs off/)
  expect(found).toMatch(/right to left, 390: runs off/)
  expect(found).not.toMatch(/1280 dark: runs off/)
  await page.context().close()
})

/** Every page there is, for everybody who can see it: on a phone and a desk, by day and by night. */
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser as Chromium, Page } from "playwright"
import { expect, test } from "playwright/test"
import { startNode } from "../support/fanfare-node.ts"
import { launchBrowser, newVisitor } from "../support/person-steps.ts"
import { type RunningFanfare, startFanfare } from "../support/running-fanfare.ts"
import { firstLink, lookAt } from "./look-at-page.ts"

let fanfare: RunningFanfare
let browser: Chromium

test.describe.configure({ timeout: 180_000 })

test.beforeAll(async () => {
  fanfare = await startFanfare()
  browser = await launchBrowser()
})

test.afterAll(async () => {
  await browser?.close()
  await fanfare?.stop()
})

/** A page of somebody the tale left signed in; null: of a stranger. */
async function pageOf(who: "fan" | "carrier" | "buyer" | "publisher" | "operator" | null): Promise<Page> {
  const state = who && join(fanfare.dataDir, `browser-${who}.json`)
  if (state && !existsSync(state)) throw new Error("The tale goes first: it leaves people who are signed in.")
  return (await newVisitor(browser, state ?? undefined)).newPage()
}

/** Looks at each address in turn; `[name, address]`, relative ones on the store. */
async function lookAtAll(page: Page, pages: Readonly<Record<string, string>>): Promise<void> {
  const problems: string[] = []
  for (const [name, address] of Object.entries(pages))
    problems.push(...(await lookAt(page, name, new URL(address, fanfare.url).href)))
  expect(problems).toEqual([])
}

test("what anybody sees", async () => {
  const page = await pageOf(null)
  const title = await firstLink(page, fanfare.url, /^\/titles\/[\w-]+$/)
  await lookAtAll(page, {
    landing: "/",
    "landing-reckoned": "/?price=19.99&buyers=40&carry=25",
    store: "/store",
    start: "/start",
    title,
    promo: "/s/damp-attic",
    "sign-in": "/sign-in",
    "sign-in-link": "/sign-in/link?token=abc&email=lena%40mail.example",
    "sign-up": "/sign-up",
    "sign-up-publisher": "/sign-up?as=publisher",
    "check-your-mail": "/check-your-mail?for=confirm",
    confirm: "/confirm?token=over",
    reset: "/reset",
    "reset-new": "/reset/new?token=over",
  })
  expect(await lookAt(page, "not-found", `${fanfare.url}/no-such-page`, 404)).toEqual([])
  await page.context().close()
})

test("what a fan sees", async () => {
  const page = await pageOf("fan")
  const at = (path: string) => `${fanfare.url}${path}`
  const link = await firstLink(page, at("/dashboard/links"), /^\/dashboard\/links\/\w+/)
  await lookAtAll(page, {
    dashboard: "/dashboard",
    line: await firstLink(page, at("/dashboard"), /^\/dashboard\/lines\//),
    links: "/dashboard/links",
    link,
    sites: "/dashboard/sites",
    site: await firstLink(page, at("/dashboard/sites"), /^\/dashboard\/sites\/\w+/),
    payouts: "/dashboard/payouts",
    settings: "/settings",
    "settings-payee": "/settings/payee?token=over",
  })
  await page.goto(link)
  const code = (await page.getByLabel("The link itself").inputValue()).split("/").at(-1)
  await lookAtAll(page, { "embed-frame": `/embed/frame/${code}` })
  await page.context().close()
})

test("what a carrier sees", async () => {
  const page = await pageOf("carrier")
  const folder = await mkdtemp(join(tmpdir(), "fanfare-pair-"))
  const login = startNode({ folder, bind: "127.0.31.1", port: 41_799 }, ["login", fanfare.url, "--library"])
  try {
    const code = await login.heard("code")
    await lookAtAll(page, {
      nodes: "/dashboard/nodes",
      "carriage-line": await firstLink(page, `${fanfare.url}/dashboard`, /^\/dashboard\/lines\//),
      pair: "/pair",
      "pair-code": String(code.verification_uri_complete),
    })
  } finally {
    await login.stop()
    await rm(folder, { recursive: true, force: true })
  }
  await page.context().close()
})

test("what a buyer sees", async () => {
  const page = await pageOf("buyer")
  const owned = await firstLink(page, `${fanfare.url}/library`, /^\/library\/[\w-]+$/)
  await lookAtAll(page, { library: "/library", "library-title": owned, bought: `${owned}?bought=1` })
  await page.context().close()
})

test("what somebody sees who pays", async () => {
  const page = await pageOf("carrier")
  await page.goto(await firstLink(page, fanfare.url, /^\/titles\/[\w-]+$/))
  await page.getByRole("link", { name: /^Buy for/ }).click()
  await page.getByRole("button", { name: /^Pay .* with PayPal$/ }).waitFor()
  expect(await lookAt(page, "checkout-review", page.url())).toEqual([])
  await page.getByRole("button", { name: /^Pay .* with PayPal$/ }).click()
  await page.waitForURL(/\/checkoutnow\?token=/)
  const order = await page.getByText(/^ord_\w+$/).innerText()
  await lookAtAll(page, { checkout: page.url(), "checkout-return": `/checkout/${order}/return` })
  await page.context().close()
})

test("what a publisher sees", async () => {
  const page = await pageOf("publisher")
  const title = await firstLink(page, `${fanfare.url}/publish`, /^\/publish\/(?!new|keys)[\w-]+$/)
  await lookAtAll(page, {
    publish: "/publish",
    "publish-new": "/publish/new",
    "publish-keys": "/publish/keys",
    "publish-title": title,
    "publish-edit": `${title}/edit`,
    "publish-release": `${title}/release`,
  })
  await page.context().close()
})

test("what an operator sees", async () => {
  const page = await pageOf("operator")
  await lookAtAll(page, { operate: "/operate" })
  await page.context().close()
})

test("the world around: a blog, a mailbox", async () => {
  const page = await pageOf(null)
  await lookAtAll(page, {
    blog: `${fanfare.blogUrl}/`,
    "blog-post": `${fanfare.blogUrl}/posts/the-game-i-lost-a-weekend-to`,
    mailbox: `${fanfare.mailboxUrl}/`,
    mail: await firstLink(page, `${fanfare.mailboxUrl}/`, /^\/m\//),
  })
  await page.context().close()
})

test("faults are found where there are any", async () => {
  const page = await pageOf(null)
  const faulty = `<!doctype html><html lang=en><title>x</title><main><img src="data:,"><p style="color:#aaa;background:#fff">pale</p>
<div style="width:1000px">wide</div></main><script>console.error("said so");throw new Error("thrown")</script>`
  const found = (await lookAt(page, "faulty", `data:text/html,${encodeURIComponent(faulty)}`)).join("\n")
  for (const fault of [/390 light: runs off the side by \d+: <div/, /1280 dark: image-alt/, /color-contrast/])
    expect(found).toMatch(fault)
  expect(found).toMatch(/console: said so/)
  expect(found).toMatch(/uncaught: thrown/)
  expect(found).not.toMatch(/1280 light: runs off/)
  await page.context().close()
})

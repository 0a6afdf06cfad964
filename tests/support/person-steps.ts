/** What people do in the browser on the way of a purchase, each step as they would do it. */
import { type BrowserContext, type Browser as Chromium, chromium, type Page } from "playwright"
import { findBrowser } from "./browser.ts"
import { type NodePlace, startNode } from "./fanfare-node.ts"
import { linkInMail, type RunningFanfare } from "./running-fanfare.ts"

/** Headless Chromium says so in its name, and robots' clicks are not counted. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"

export async function launchBrowser(): Promise<Chromium> {
  const { executablePath, args } = await findBrowser()
  return chromium.launch({ executablePath, args })
}

/** A browser of one's own: no cookies yet. `state`: a file with those of somebody who signed in before. */
export const newVisitor = (browser: Chromium, state?: string): Promise<BrowserContext> =>
  browser.newContext({ userAgent: USER_AGENT, ...(state ? { storageState: state } : {}) })

/** Says where earnings go, and confirms it by the link mailed there. */
export async function setPayee(page: Page, fanfare: RunningFanfare, paypalEmail: string): Promise<void> {
  await page.goto(`${fanfare.url}/settings`)
  await page.getByLabel(/PayPal address/).fill(paypalEmail)
  await page.getByRole("button", { name: "Set the address" }).click()
  await page.goto(await linkInMail(fanfare, paypalEmail, /https?:\/\/\S+\/settings\/payee\?token=[\w.-]+/))
  await page.getByRole("button", { name: "Confirm the address" }).click()
  await page.waitForURL(/payee=confirmed/)
}

/** The device flow: the node shows its code, its owner compares the fingerprint and approves it on the page. */
export async function pairNode(
  page: Page,
  fanfare: RunningFanfare,
  place: NodePlace,
  wish: { name: string; library?: boolean },
): Promise<void> {
  const login = startNode(place, ["login", fanfare.url, "--name", wish.name, ...(wish.library ? ["--library"] : [])])
  const code = await login.heard("code")
  await page.goto(String(code.verification_uri_complete))
  await page.getByText(String(code.fingerprint)).waitFor()
  if (wish.library) await page.getByLabel("Download titles I own").check()
  await page.getByRole("button", { name: "Approve this node" }).click()
  await page.waitForURL(/\/dashboard\/nodes|\/settings/)
  await login.ended
}

/** Registers a site, puts a title on it, and answers the code of the button made with it. */
export async function putButtonOnSite(
  page: Page,
  fanfare: RunningFanfare,
  site: { name: string; slug: string; url: string; title: string },
): Promise<string> {
  await page.goto(`${fanfare.url}/dashboard/sites`)
  await page.getByLabel("Name", { exact: true }).fill(site.name)
  await page.getByLabel("Address of your site").fill(site.url)
  await page.getByLabel("Address of your promo page").fill(site.slug)
  await page.getByRole("button", { name: "Register the site" }).click()
  await page.waitForURL(/\/dashboard\/sites\/\w+/)
  await page.getByLabel("Show another title").selectOption({ label: site.title })
  await page.getByRole("button", { name: "Show it on this site" }).click()
  await page.getByRole("link", { name: "Copy its button" }).click()
  const link = await page.getByLabel("The link itself").inputValue()
  return link.slice(link.lastIndexOf("/") + 1)
}

/** Without an account: an e-mail is enough, its link signs in. Ends on the page the visitor came from. */
export async function signInByMail(page: Page, fanfare: RunningFanfare, email: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email)
  await page.getByRole("button", { name: "Mail me a sign-in link instead" }).click()
  await page.waitForURL(/check-your-mail/)
  await page.goto(await linkInMail(fanfare, email, /https?:\/\/\S+\/sign-in\/link\?\S+/))
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"))
}

/** From a title's page, over the review, to the library: pays at the stand-in, whose page must ask for exactly `price`. */
export async function payAtStandIn(page: Page, price: string): Promise<void> {
  await page.getByRole("link", { name: `Buy for ${price}` }).click()
  await payReviewed(page, price)
}

/** The same for somebody without an account: the review asks for an e-mail first, and is there again after it. */
export async function payAsStranger(page: Page, fanfare: RunningFanfare, email: string, price: string): Promise<void> {
  await page.getByRole("link", { name: `Buy for ${price}` }).click()
  await page.getByRole("link", { name: "Go on with your e-mail" }).click()
  await signInByMail(page, fanfare, email)
  await payReviewed(page, price)
}

async function payReviewed(page: Page, price: string): Promise<void> {
  await page.getByRole("button", { name: `Pay ${price} with PayPal` }).click()
  await page.getByRole("button", { name: `Pay ${price} USD` }).click()
  await page.waitForURL(/\/library\/[\w-]+\?bought=1/)
}

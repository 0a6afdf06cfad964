/** Finds the way to pages whose address nobody knows beforehand: by their links, by mails, by a node that asks to be let in. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright"
import { type RunningNode, startNode } from "../support/fanfare-node.ts"
import type { RunningFanfare } from "../support/running-fanfare.ts"
import { type Guide, ROUTES, type Route } from "./routes.ts"

/** Segments that are pages of their own, never an id: "/publish/new" is no title. */
const OWN_NAMES = new Set(ROUTES.flatMap(({ page }) => (page && !page.includes("[") ? [page] : [])))
/** A node of nobody, on a network and a port nobody else here has. */
const ASKING_NODE = { bind: "127.0.31.1", port: 41_799 }

/** Walks in one person's browser; `end` stops what was started on the way. Its answers are asked for one by one, without it. */
export class PageGuide implements Guide {
  readonly #fanfare: RunningFanfare
  readonly #page: Page
  #asking: { login: RunningNode; folder: string } | null = null
  #order: Promise<{ orderId: string; payUrl: string }> | null = null

  constructor(fanfare: RunningFanfare, page: Page) {
    this.#fanfare = fanfare
    this.#page = page
  }

  /** The whole address of the route. */
  async addressOf({ at, page }: Route): Promise<string> {
    const path = typeof at === "function" ? await at(this) : (at ?? page!)
    return new URL(path, this.#fanfare.url).href
  }

  readonly follow = async (from: string, ...patterns: readonly string[]): Promise<string> => {
    let path = from
    for (const pattern of patterns) path = await this.#firstLink(path, pattern)
    return path
  }

  async #firstLink(from: string, pattern: string): Promise<string> {
    const shape = new RegExp(`^${pattern.replaceAll(/\[\w+\]/g, "[\\w-]+")}$`)
    await this.#page.goto(new URL(from, this.#fanfare.url).href)
    const links = await this.#page
      .locator("a[href]")
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
    const paths = links.map((href) => new URL(href).pathname)
    const found = paths.find((path) => shape.test(path) && !OWN_NAMES.has(path))
    if (!found) throw new Error(`${from} leads to no ${pattern}`)
    return found
  }

  /** The button on the fan's promo page leads through one of the fan's links. */
  readonly linkCode = async (): Promise<string> => {
    const path = await this.#firstLink("/s/damp-attic", "/r/[code]")
    return path.split("/").at(-1)!
  }

  readonly pairing = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "fanfare-pair-"))
    const login = startNode({ folder, ...ASKING_NODE }, ["login", this.#fanfare.url, "--library"])
    this.#asking = { login, folder }
    return String((await login.heard("code")).verification_uri_complete)
  }

  /** Once for all who ask. */
  readonly beginOrder = (): Promise<{ orderId: string; payUrl: string }> => {
    this.#order ??= this.#beginOrder()
    return this.#order
  }

  async #beginOrder() {
    const slug = (await this.follow("/store", "/titles/[slug]")).split("/").at(-1)
    await this.#page.goto(`${this.#fanfare.url}/checkout/new?title=${slug}`)
    await this.#page.getByRole("button", { name: /^Pay .* with PayPal$/ }).click()
    await this.#page.waitForURL(/\/checkoutnow\?token=/)
    const orderId = await this.#page.getByText(/^ord_\w+$/).innerText()
    return { orderId, payUrl: this.#page.url() }
  }

  readonly bringTable = async (): Promise<string> => {
    const slug = (await this.follow("/store", "/titles/[slug]")).split("/").at(-1)
    await this.#page.goto(`${this.#fanfare.url}/dashboard/links/import`)
    await this.#page.getByLabel("Paste the table").fill(`title,tags\n${slug},"blog, spring"\nno-such-title,`)
    await this.#page.getByRole("button", { name: "Look it through" }).click()
    await this.#page.waitForURL(/\/links\/import\/imp_/)
    return new URL(this.#page.url()).pathname
  }

  readonly webhook = async (): Promise<string> => {
    const own = await this.#firstLink("/settings/webhooks", "/settings/webhooks/[webhook]").catch(() => null)
    if (own) return own
    await this.#page.getByLabel("Address", { exact: true }).fill(`${this.#fanfare.blogUrl}/hooks`)
    await this.#page.getByRole("button", { name: "Add the webhook" }).click()
    await this.#page.getByLabel("Your new secret").waitFor()
    const added = await this.#firstLink("/settings/webhooks", "/settings/webhooks/[webhook]")
    await this.#page.goto(new URL(added, this.#fanfare.url).href)
    await this.#page.getByRole("button", { name: "Send a test message" }).click()
    await this.#page.locator(`main a[href^="${added}/"]`).first().waitFor()
    return added
  }

  readonly mailed = async (shape: RegExp): Promise<string> => {
    const answer = await fetch(`${this.#fanfare.mailboxUrl}/api/messages?limit=200`)
    const { messages } = (await answer.json()) as { messages: { text: string }[] }
    const found = messages.flatMap(({ text }) => shape.exec(text)?.[0] ?? [])[0]
    if (!found) throw new Error(`No mail holds ${shape}`)
    return found
  }

  async end(): Promise<void> {
    await this.#asking?.login.stop()
    if (this.#asking) await rm(this.#asking.folder, { recursive: true, force: true })
    this.#asking = null
  }
}

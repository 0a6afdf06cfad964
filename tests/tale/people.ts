/** The tale's people at their browsers: each in a context of its own, with its own cookies. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright"
import { findBrowser } from "../support/browser.ts"
import { patiently } from "../support/patience.ts"
import type { RunningWorld, SignIn } from "./running-world.ts"

export class People {
  readonly #browser: Browser
  readonly #contexts = new Map<string, BrowserContext>()

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async invite(): Promise<People> {
    return new People(await chromium.launch(await findBrowser()))
  }

  /** A fresh page of this person's browser. */
  async page(who: string): Promise<Page> {
    const known = this.#contexts.get(who) ?? (await this.#newContext())
    this.#contexts.set(who, known)
    const page = await known.newPage()
    page.setDefaultTimeout(patiently(30_000))
    return page
  }

  /** Without a window Chromium calls itself "HeadlessChrome", and its clicks would rightly count as a bot's. */
  async #newContext(): Promise<BrowserContext> {
    const major = this.#browser.version().split(".")[0]
    const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`
    return this.#browser.newContext({ userAgent })
  }

  async cookies(who: string, url: string) {
    return (await this.#contexts.get(who)?.cookies(url)) ?? []
  }

  /** By password, as the table at start gives it. */
  async signIn(world: RunningWorld, { email, password }: SignIn): Promise<Page> {
    const page = await this.page(email)
    await page.goto(`${world.url}/sign-in`)
    await page.locator("input[name=email]").fill(email)
    await page.locator("input[name=password]").fill(password)
    await page.getByRole("button", { name: "Sign in", exact: true }).click()
    await page.waitForURL((url) => url.pathname !== "/sign-in")
    return page
  }

  async close(): Promise<void> {
    await this.#browser.close()
  }
}

/** The four ways to prove a site, each as a fan goes it: copied from the page, put on the site, looked at by a press. */
import type { Page } from "playwright"
import { expect } from "playwright/test"
import type { StrangersMachine } from "../support/strangers-machine.ts"

type Way = {
  /** As the page says it in a sentence. */
  named: string
  /** What the page says while nothing is there. */
  missing: RegExp
  put(page: Page, machine: StrangersMachine, button: string): Promise<void>
}

const copied = (page: Page, way: string, label: string) =>
  boxOf(page, way).getByLabel(label, { exact: true }).inputValue()
const boxOf = (page: Page, way: string) => page.locator(`details[data-way=${way}]`)

/** The weakest first: it never takes a place from another. */
const WAYS: Readonly<Record<string, Way>> = {
  seen: {
    named: "our button on the page",
    missing: /found none of this site's buttons/,
    async put(page, machine, button) {
      const home = await copied(page, "seen", "Link to your promo page")
      machine.put("/", `<!doctype html><h1>Notes</h1><a rel="sponsored" href="${button}">It</a> ${home}`)
    },
  },
  tag: {
    named: "a tag on the page",
    missing: /found no such tag in its head/,
    async put(page, machine) {
      machine.put("/", `<!doctype html><head>${await copied(page, "tag", "Tag")}</head><h1>Notes</h1>`)
    },
  },
  file: {
    named: "a file on the site",
    missing: /there is no such file/,
    async put(page, machine) {
      const { pathname, origin } = new URL(await copied(page, "file", "Its address"))
      expect(`${origin}/`).toBe(machine.siteUrl)
      machine.put(pathname, `${await copied(page, "file", "Content of the file")}\n`, "text/plain")
    },
  },
  dns: {
    named: "a record in DNS",
    missing: /knows no such record yet/,
    async put(page, machine) {
      machine.dns.txt.set(await copied(page, "dns", "Name"), await copied(page, "dns", "Value"))
    },
  },
}
export const PROOF_WAYS = Object.keys(WAYS)

/** Two presses closer than this are one. */
const PRESS_APART_MS = 2_100

/** On the site's own page: first with nothing there, which must fail; then with this proof alone. `button`: a link of the site. */
export async function proveBy(way: string, page: Page, machine: StrangersMachine, button: string): Promise<void> {
  const { named, missing, put } = WAYS[way]!
  machine.clear()
  const box = boxOf(page, way)
  if (!(await box.evaluate((details: HTMLDetailsElement) => details.open))) await box.locator("summary").click()
  const look = box.getByRole("button", { name: "Look now" })
  await look.click()
  const pressedAt = Date.now()
  await expect(box.getByRole("alert")).toContainText(missing)
  await expect(box.getByText("in use")).toHaveCount(0)
  await put(page, machine, button)
  await page.waitForTimeout(Math.max(0, pressedAt + PRESS_APART_MS - Date.now()))
  await look.click()
  await expect(box.getByText(/is proved to be yours/)).toBeVisible()
  await expect(box.getByText("in use")).toBeVisible()
  await expect(page.locator("#proof-standing")).toContainText(`by ${named}`)
}

/** The list of pages is whole: every page of app/ stands in it, and nothing that is gone. */
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { ROUTES } from "./routes.ts"

const APP = join(import.meta.dirname, "../../app")
/** Pages that are no page.tsx: plain HTML of route handlers and of the fast path. A fan's own domain shows the promo page. */
const PLAIN = ["landing", "not-found", "promo", "promo-not-found", "embed-frame", "unsubscribe", "checkout-pay"]

const pagesOfApp = (): string[] =>
  readdirSync(APP, { recursive: true })
    .map((file) => String(file).replaceAll("\\", "/"))
    .filter((file) => /(?:^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "").replaceAll(/\([^)]*\)\//g, "")}`)
    .sort()

it("every page of the product stands in the list of routes", () => {
  const listed = new Set(ROUTES.flatMap(({ page }) => page ?? []))
  expect(pagesOfApp().length).toBeGreaterThan(40)
  expect(pagesOfApp().filter((page) => !listed.has(page))).toEqual([])
  expect([...listed].filter((page) => !pagesOfApp().includes(page))).toEqual([])
  expect(PLAIN.filter((name) => !ROUTES.some((route) => route.name === name))).toEqual([])
})

it("each has a name of its own, and says how it is reached", () => {
  const names = ROUTES.map(({ name }) => name)
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  expect(ROUTES.filter(({ page, at }) => at === undefined && (page === null || page.includes("[")))).toEqual([])
})

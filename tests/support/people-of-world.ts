/** Whoever lives in a running world, signed in: those the tale left behind, or those of the sample world by their passwords. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { BrowserContext, Browser as Chromium } from "playwright"
import { newVisitor } from "./person-steps.ts"
import type { RunningFanfare } from "./running-fanfare.ts"

export type Resident = "fan" | "carrier" | "buyer" | "publisher" | "operator"
type SignIn = { role: string; email: string; password: string }

/** What the sample world calls them in its table. */
const ROLES: Readonly<Record<Resident, RegExp>> = {
  fan: /^fan with blog/,
  carrier: /^fan with carrier/,
  buyer: /^buyer/,
  publisher: /^publisher/,
  operator: /^operator/,
}

/** A browser in which that person is signed in; "stranger": in which nobody is. */
export async function browserOf(
  fanfare: RunningFanfare,
  browser: Chromium,
  who: Resident | "stranger",
): Promise<BrowserContext> {
  if (who === "stranger") return newVisitor(browser)
  const left = join(fanfare.dataDir, `browser-${who}.json`)
  if (existsSync(left)) return newVisitor(browser, left)
  const known = join(fanfare.dataDir, "sign-ins.json")
  if (!existsSync(known)) throw new Error("Nobody lives here yet: the tale or the sample world goes first.")
  const people = JSON.parse(readFileSync(known, "utf8")) as SignIn[]
  return signedIn(fanfare, browser, people.find(({ role }) => ROLES[who].test(role))!)
}

async function signedIn(fanfare: RunningFanfare, browser: Chromium, who: SignIn): Promise<BrowserContext> {
  const context = await newVisitor(browser)
  const page = await context.newPage()
  await page.goto(`${fanfare.url}/sign-in`)
  await page.getByLabel("E-mail").fill(who.email)
  await page.getByLabel("Password", { exact: true }).fill(who.password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.waitForURL((url) => url.pathname !== "/sign-in")
  await page.close()
  return context
}

/** The kit on its page: walked by keys, still where motion is not wished. */
import type { Browser as Chromium, Page } from "playwright"
import { newVisitor } from "../support/person-steps.ts"
import type { RunningFanfare } from "../support/running-fanfare.ts"
import { expect, test } from "./world.ts"

let fanfare: RunningFanfare
let browser: Chromium
let page: Page

test.beforeAll(({ world }) => {
  ;({ fanfare, browser } = world)
})
test.beforeEach(async () => {
  page = await (await newVisitor(browser)).newPage()
})
test.afterEach(() => page.context().close())

const open = async (query = "") => {
  await page.goto(`${fanfare.url}/design${query}`)
  // Only what script has taken over answers keys.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main button") ?? {}).some((k) => /^__react/.test(k)),
  )
}
const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "")
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test("fits on 320 px, and with text twice as large", async () => {
  await page.setViewportSize({ width: 320, height: 700 })
  for (const query of ["", "?dir=rtl"]) {
    await open(query)
    expect(await sideways()).toBe(0)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await open()
  await page.addStyleTag({ content: "html{font-size:200%}" })
  expect(await sideways()).toBe(0)
})

test("is still where motion is not wished", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" })
  await open()
  const moving = () => page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length)
  await expect.poll(moving).toBe(0)
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await expect.poll(moving).toBeGreaterThan(0)
})

test("a dialog takes focus, keeps it, gives it back", async () => {
  await open()
  await button("Open a dialog").focus()
  await page.keyboard.press("Enter")
  const dialog = page.getByRole("dialog", { name: "Name the view" })
  await expect(dialog).toHaveAccessibleDescription("It stands in the list of views from now on.")
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press("Tab")
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      ),
    ).toBe(true)
  }
  await page.keyboard.press("Escape")
  await expect(dialog).toHaveCount(0)
  expect(await focused()).toBe("Open a dialog")
})

test("what cannot be undone is asked, beginning at the harmless answer, and said once", async () => {
  await open()
  const trigger = page.locator("main").getByRole("button", { name: "Retire the link" }).last()
  await trigger.click()
  await expect(page.getByRole("alertdialog", { name: "Retire /r/k7m2pq?" })).toBeVisible()
  expect(await focused()).toBe("Keep it as it is")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("region", { name: "What just happened" })).toContainText("The link is retired.")
  await page.getByRole("button", { name: "Close" }).focus()
  await page.keyboard.press("Escape")
  await expect(page.getByText("The link is retired.")).toHaveCount(0)
})

test("a menu opens at either end, skips what cannot be done, finds by typing, gives focus back", async () => {
  await open()
  const trigger = button("Actions for /r/k7m2pq")
  await trigger.focus()
  await page.keyboard.press("ArrowUp")
  await expect(page.getByRole("menu", { name: "Actions for /r/k7m2pq" })).toBeVisible()
  await expect.poll(focused).toBe("Retire the link")
  await page.keyboard.press("ArrowUp")
  await expect.poll(focused).toBe("Open its page")
  await page.keyboard.type("cop")
  await expect.poll(focused).toBe("Copy the link")
  await page.keyboard.press("Enter")
  await expect(page.getByText("Chosen: copy.")).toBeVisible()
  await expect(page.getByRole("menu")).toHaveCount(0)
  await expect(trigger).toBeFocused()
})

test("a combo box is a select until somebody turns to it, then finds by typing", async () => {
  await open()
  await page.getByRole("combobox", { name: "Title" }).focus()
  const box = page.locator("input[role=combobox]")
  await expect(box).toBeFocused()
  await page.keyboard.type("co")
  await expect(page.getByRole("option")).toHaveText(["Tin Comet"])
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("Enter")
  await expect(box).toHaveValue("Tin Comet")
  await expect(page.locator("input[name=d-title]")).toHaveValue("tin-comet")
})

test("tabs go round by arrows, the other way where writing does", async () => {
  for (const [query, key] of [
    ["", "ArrowRight"],
    ["?dir=rtl", "ArrowLeft"],
  ] as const) {
    await open(query)
    await page.getByRole("tab", { name: "Badge" }).focus()
    await page.keyboard.press(key)
    await expect(page.getByRole("tab", { name: "Frame" })).toBeFocused()
    await expect(page.getByRole("tabpanel")).toHaveText("For blogs that allow frames.")
  }
})

test("a table is walked and filtered by keys, and its address keeps the view", async () => {
  await open()
  const filter = page.getByRole("searchbox", { name: "Filter: Sales" })
  await filter.focus()
  await page.keyboard.type("moon")
  await expect(page).toHaveURL(/[?&]q=moon/)
  await expect(page.getByText("9 of 64 rows")).toBeVisible()
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowDown")
  expect(await focused()).toBe("Paper Moon 2")
  await page.keyboard.press("x")
  await expect(page.getByRole("checkbox", { name: "Choose Paper Moon 2" })).toBeChecked()
  await expect(button("Export what is ticked")).toBeVisible()
  await page.keyboard.press("End")
  expect(await focused()).toBe("Paper Moon 9")
  await page.keyboard.press("/")
  await expect(filter).toBeFocused()
  await page.getByRole("link", { name: "Amount" }).click()
  await expect(page.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", "descending")
  await page.reload()
  await expect(filter).toHaveValue("moon")
  await expect(page.locator("[data-row]").first()).toContainText("Paper Moon 9")
})

test("the table works without script", async () => {
  const bare = await browser.newContext({ javaScriptEnabled: false })
  const plain = await bare.newPage()
  await plain.goto(`${fanfare.url}/design?in.state=held`)
  await plain.getByRole("searchbox", { name: "Filter: Sales" }).fill("moon")
  await plain.getByRole("button", { name: "Apply" }).click()
  expect(new URL(plain.url()).searchParams.get("q")).toBe("moon")
  expect(await plain.locator("[data-row]").count()).toBe(2)
  await plain.getByRole("link", { name: "Amount" }).click()
  await expect(plain.getByRole("columnheader", { name: "Amount" })).toHaveAttribute("aria-sort", "descending")
  await bare.close()
})

test("the palette leads anywhere by a few letters", async () => {
  await open()
  const box = page.getByRole("combobox", { name: "A place, a title or something to do" })
  // The key is heard as soon as the page's script has run, and letters as soon as the box is there.
  const call = () =>
    expect(async () => {
      await page.keyboard.press("Control+k")
      await expect(box).toBeFocused({ timeout: 1_000 })
    }).toPass()
  await call()
  await page.keyboard.type("sgi")
  await expect(page.getByRole("dialog").getByRole("option", { selected: true })).toHaveText("Sign in")
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(/\/sign-in/)
  await call()
  await page.keyboard.type("dark col")
  await page.keyboard.press("Enter")
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

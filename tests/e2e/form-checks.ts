/** Finds the forms of a page and fills them wrongly: errors stand at their fields, and what was typed is still there. */
import type { ElementHandle, Page } from "playwright"

/** A field of a visible form that is filled in by typing. */
type Typed = { name: string; wrong: string }

/** What nobody means, by the kind of field; an empty required field is wrong as it is. */
const WRONG: Readonly<Record<string, string>> = { email: "not an address", url: "no address at all", number: "many" }
/** Forms that ask the page's own address: nothing in them can be wrong. */
const FORMS = "main form:visible:not([method=get]):not([action^='/']):has(input, textarea)"

/** Every field of the page that no label names. */
export const unlabelled = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>("input:not([type=hidden]), select, textarea")]
      .filter((field) => field.checkVisibility())
      .filter(
        (field) =>
          ![...(field.labels ?? [])].some((label) => label.textContent?.trim()) &&
          !field.getAttribute("aria-label") &&
          !document.getElementById(field.getAttribute("aria-labelledby") ?? "")?.textContent,
      )
      .map((field) => `no label: ${field.outerHTML.slice(0, 120)}`),
  )

/** Sends each form of the page wrongly filled; one sentence per fault, and how many forms could be filled wrongly. */
export async function sendWrongly(page: Page, url: string): Promise<{ forms: number; faults: string[] }> {
  const faults: string[] = []
  let forms = 0
  await page.goto(url)
  const count = await page.locator(FORMS).count()
  for (let i = 0; i < count; i++) {
    await page.goto(url)
    // Only what script has taken over answers without a new page.
    await page.waitForTimeout(500)
    const form = await page.locator(FORMS).nth(i).elementHandle()
    const filled = form ? await fillWrongly(form) : []
    if (!form || filled.length === 0) continue
    forms += 1
    const name = (await form.getAttribute("aria-label")) ?? `form ${i + 1}`
    for (const fault of await sendAndLook(page, form, filled)) faults.push(`${name}: ${fault}`)
  }
  return { forms, faults }
}

/** Leaves a form alone in which nothing can be wrong: sending it would do what it says. */
async function fillWrongly(form: ElementHandle<Element>): Promise<Typed[]> {
  const typed: Typed[] = []
  for (const field of await form.$$("input:visible, textarea:visible")) {
    const { type, name, required, hint, isFixed } = await field.evaluate((e) => {
      const input = e as HTMLInputElement
      return {
        type: input.inputMode === "decimal" || input.inputMode === "numeric" ? "number" : input.type,
        name: input.name,
        required: input.required,
        hint: input.inputMode,
        isFixed: input.readOnly || input.disabled || ["checkbox", "radio", "file", "hidden"].includes(input.type),
      }
    })
    if (isFixed || name === "") continue
    const wrong = WRONG[type] ?? WRONG[hint] ?? (required ? "" : null)
    if (wrong === null) continue
    await field.fill(wrong)
    typed.push({ name, wrong: type === "password" ? "" : wrong })
  }
  return typed
}

async function sendAndLook(page: Page, form: ElementHandle<Element>, typed: Typed[]): Promise<string[]> {
  const before = page.url()
  const send = await form.$("button:not([type=button])")
  if (!send) return ["has no button that sends it"]
  await send.click()
  const errors = page.locator("main form [aria-invalid=true]")
  const isMarked = await errors
    .first()
    .waitFor({ timeout: 15_000 })
    .then(() => true)
    .catch(() => false)
  if (!isMarked) return [page.url() === before ? "filled wrongly it marks no field" : "filled wrongly it was accepted"]
  return form.evaluate((element, fields) => {
    const found: string[] = []
    const marked = [...element.querySelectorAll<HTMLInputElement>("[aria-invalid=true]")]
    for (const field of marked) {
      const ids = (field.getAttribute("aria-describedby") ?? "").split(" ")
      const words = ids.map((id) => document.getElementById(id)?.textContent?.trim() ?? "").join("")
      if (!words) found.push(`the error of ${field.name} is not tied to it`)
    }
    if (!marked.includes(document.activeElement as HTMLInputElement)) found.push("the first wrong field is not focused")
    for (const { name, wrong } of fields) {
      const field = element.querySelector<HTMLInputElement>(`[name="${name}"]`)
      if (field?.value !== wrong) found.push(`${name} lost what was typed: "${field?.value}" for "${wrong}"`)
    }
    return found
  }, typed)
}

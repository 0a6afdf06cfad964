/** Every form of every page, found by script and sent wrongly: labels, errors at their fields, nothing typed is lost. */
import { browserOf } from "../support/people-of-world.ts"
import { sendWrongly, unlabelled } from "./form-checks.ts"
import { PageGuide } from "./guide.ts"
import { ROUTES, VIEWERS } from "./routes.ts"
import { expect, test } from "./world.ts"

/** The editor has its own story; a password sent wrongly too often would close the door. */
const NOT_SENT = new Set(["page-editor", "kit", "kit-rtl"])

test.describe.configure({ timeout: 900_000 })

for (const who of VIEWERS)
  test(`every field has its label and its error: ${who}`, async ({ world: { fanfare, browser } }) => {
    const context = await browserOf(fanfare, browser, who)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const guide = new PageGuide(fanfare, page)
    const faults: string[] = []
    for (const route of ROUTES.filter((r) => r.who === who && r.page !== null)) {
      const url = await guide.addressOf(route)
      await page.goto(url)
      const bare = await unlabelled(page)
      const sent = NOT_SENT.has(route.name) ? { forms: 0, faults: [] } : await sendWrongly(page, url)
      if (sent.forms > 0) console.log(`${route.name}: ${sent.forms} forms sent wrongly, ${sent.faults.length} faults`)
      faults.push(...[...bare, ...sent.faults].map((fault) => `${route.name}: ${fault}`))
    }
    await guide.end()
    await context.close()
    expect(faults).toEqual([])
  })

/** Opens one page as a visitor with a slow processor does, and says what came over the wire and how it stood. */
import { gzipSync } from "node:zlib"
import type { CDPSession, Page } from "playwright"
import type { Budget } from "./budgets.ts"
import { CPU_SLOWER } from "./budgets.ts"

export type Measured = {
  scriptBytes: number
  /** Of them, Next's own: the files every one of its pages loads first. */
  runtimeBytes: number
  lcpMs: number
  cls: number
  interactionMs: number
  complaints: string[]
}

type Wire = { scripts: Map<string, number>; complaints: string[] }

/** Long enough for what a page loads when it has nothing else to do. */
const SETTLED_MS = 1_500

/** `runtime`: the paths of Next's own files, as its build names them. */
export async function measurePage(
  page: Page,
  url: string,
  budget: Budget,
  runtime: ReadonlySet<string>,
): Promise<Measured> {
  const session = await page.context().newCDPSession(page)
  const wire = await listen(page, session)
  await page.addInitScript(watchPaint)
  await session.send("Network.setCacheDisabled", { cacheDisabled: true })
  await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWER })
  await page.goto(url, { waitUntil: "load" })
  await page.waitForTimeout(SETTLED_MS)
  const { lcp, shift } = await page.evaluate(() => globalThis.__paint)
  const interactionMs = await answerTime(page, budget)
  const scripts = [...wire.scripts]
  // Next's own inline scripts are the page's data; where we write the page, what stands in it is ours to count.
  const inline = budget.script.above === "nothing" && budget.as === "stranger" ? await inlineBytes(page, url) : 0
  const sum = (list: [string, number][]) => list.reduce((total, [, bytes]) => total + bytes, 0)
  return {
    scriptBytes: sum(scripts) + inline,
    runtimeBytes: sum(scripts.filter(([address]) => runtime.has(new URL(address).pathname))),
    lcpMs: lcp,
    cls: shift,
    interactionMs,
    complaints: wire.complaints,
  }
}

/** Every script with the bytes it took on the wire, headers aside; and whatever went wrong. */
async function listen(page: Page, session: CDPSession): Promise<Wire> {
  const wire: Wire = { scripts: new Map(), complaints: [] }
  const names = new Map<string, string>()
  await session.send("Network.enable")
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") names.set(requestId, response.url)
    if (response.status >= 400) wire.complaints.push(`${response.status} ${response.url}`)
  })
  session.on("Network.dataReceived", ({ requestId, encodedDataLength, dataLength }) => {
    const url = names.get(requestId)
    if (url)
      wire.scripts.set(
        url,
        (wire.scripts.get(url) ?? 0) + (encodedDataLength || (url.startsWith("http") ? 0 : dataLength)),
      )
  })
  page.on("console", (message) => {
    if (message.type() === "error") wire.complaints.push(message.text())
  })
  page.on("pageerror", (error) => wire.complaints.push(error.message))
  return wire
}

/** The scripts that stand in the document, compressed as it is; structured data for search engines is no script. */
async function inlineBytes(page: Page, url: string): Promise<number> {
  const html = await (await page.request.get(url)).text()
  const scripts = [...html.matchAll(/<script(?![^>]*(?:\ssrc=|ld\+json))[^>]*>(.*?)<\/script>/gs)].map(
    ([, text]) => text,
  )
  return scripts.length === 0 ? 0 : gzipSync(scripts.join("\n")).length
}

declare global {
  var __paint: { lcp: number; shift: number; answers: number[] }
}

/** Runs in the page, before anything of its own. */
function watchPaint(): void {
  globalThis.__paint = { lcp: 0, shift: 0, answers: [] }
  const watch = (type: string, see: (entry: PerformanceEntry) => void, more = {}) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) see(entry)
    }).observe({ type, buffered: true, ...more })
  watch("largest-contentful-paint", (entry) => {
    globalThis.__paint.lcp = entry.startTime
  })
  watch("layout-shift", (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!shift.hadRecentInput) globalThis.__paint.shift += shift.value
  })
  // 16 ms is the shortest a browser reports.
  watch("event", (entry) => globalThis.__paint.answers.push(entry.duration), { durationThreshold: 16 })
}

/** The longest a press or a key waited for its picture, in milliseconds; 0 when all were quicker than can be seen. */
async function answerTime(page: Page, { interact }: Budget): Promise<number> {
  if (interact) {
    const target = page.getByRole(interact.role, { name: interact.name }).first()
    await target.click()
    if (interact.type) await page.keyboard.type(interact.type, { delay: 60 })
  } else {
    for (let i = 0; i < 4; i++) await page.keyboard.press("Tab")
    await page.mouse.click(5, 200)
  }
  await page.waitForTimeout(600)
  return page.evaluate(() => Math.max(0, ...globalThis.__paint.answers))
}

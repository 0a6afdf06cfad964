/** Starts a production build with its sample world, measures every page that has a budget, and prints each figure beside it. */
import { readFile } from "node:fs/promises"
import { get } from "node:http"
import { join } from "node:path"
import type { Browser, Page } from "playwright"
import { launchBrowser, newVisitor } from "../support/person-steps.ts"
import { type RunningFanfare, startFanfare } from "../support/running-fanfare.ts"
import { BUDGETS, type Budget, CPU_SLOWER, LIMITS } from "./budgets.ts"
import { type Measured, measurePage } from "./measure-page.ts"

const ROOT = join(import.meta.dirname, "../..")
type SignIn = { name: string; role: string; email: string; password: string }

/** True when every page holds its budget. With FANFARE_TEST_URL and FANFARE_TEST_DATA a running world is measured. */
export async function checkBudgets(): Promise<boolean> {
  const fanfare = await startFanfare({ FANFARE_MODE: "sample" }, { world: true })
  const browser = await launchBrowser()
  try {
    const runtime = await nextRuntime()
    const people = JSON.parse(await readFile(join(fanfare.dataDir, "sign-ins.json"), "utf8")) as SignIn[]
    console.log(`Chromium ${browser.version()}, processor ${CPU_SLOWER}x slower; kB = 1000 bytes on the wire\n`)
    let passed = 0
    for (const budget of BUDGETS) passed += (await holds(browser, fanfare, budget, people, runtime)) ? 1 : 0
    passed += (await streams(fanfare)) ? 1 : 0
    const failed = BUDGETS.length + 1 - passed
    console.log(`\n${passed} passed, ${failed} failed`)
    return failed === 0
  } finally {
    await browser.close()
    await fanfare.stop()
  }
}

/** The files that every page of Next loads first, by its own list. */
async function nextRuntime(): Promise<Set<string>> {
  const text = await readFile(join(ROOT, ".next", "build-manifest.json"), "utf8")
  const { rootMainFiles, polyfillFiles } = JSON.parse(text) as { rootMainFiles: string[]; polyfillFiles: string[] }
  return new Set([...rootMainFiles, ...polyfillFiles].map((file) => `/_next/${file}`))
}

async function holds(
  browser: Browser,
  fanfare: RunningFanfare,
  budget: Budget,
  people: readonly SignIn[],
  runtime: ReadonlySet<string>,
): Promise<boolean> {
  const context = await newVisitor(browser)
  const page = await context.newPage()
  try {
    if (budget.as !== "stranger")
      await signIn(page, fanfare, people.find((person) => person.role.startsWith(budget.as))!)
    const measured = await measurePage(page, `${fanfare.url}${budget.path}`, budget, runtime)
    const faults = faultsOf(budget, measured)
    console.log(line(budget, measured, faults))
    for (const complaint of measured.complaints) console.log(`    ${complaint}`)
    return faults.length === 0
  } finally {
    await context.close()
  }
}

async function signIn(page: Page, { url }: RunningFanfare, { email, password }: SignIn) {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel("E-mail").first().fill(email)
  await page.getByLabel("Password", { exact: true }).fill(password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"))
}

const countedBytes = ({ script }: Budget, m: Measured): number =>
  script.above === "nothing" ? m.scriptBytes : m.scriptBytes - m.runtimeBytes

function faultsOf(budget: Budget, m: Measured): string[] {
  return [
    countedBytes(budget, m) > budget.script.bytes && "script",
    m.lcpMs > LIMITS.lcpMs && "LCP",
    m.cls > LIMITS.cls && "CLS",
    m.interactionMs > LIMITS.interactionMs && "interaction",
    m.complaints.length > 0 && "errors",
  ].filter((fault) => fault !== false)
}

function line(budget: Budget, m: Measured, faults: readonly string[]): string {
  const kb = (bytes: number) => (bytes / 1000).toFixed(1)
  const script = `script ${kb(countedBytes(budget, m))} of ${kb(budget.script.bytes)} kB`
  const rest = budget.script.above === "nothing" ? "" : ` above ${kb(m.runtimeBytes)}`
  const times = `LCP ${m.lcpMs.toFixed(0)} of ${LIMITS.lcpMs} ms  CLS ${m.cls.toFixed(3)} of ${LIMITS.cls}  press ${m.interactionMs.toFixed(0)} of ${LIMITS.interactionMs} ms`
  const verdict = faults.length === 0 ? "ok    " : "FAILED"
  return `${verdict} ${budget.name.padEnd(18)} ${(script + rest).padEnd(40)} ${times}${faults.length > 0 ? `  (${faults.join(", ")})` : ""}`
}

/** The first bytes of a desk come before its last: the frame is not held up by the figures. */
function streams({ url }: RunningFanfare): Promise<boolean> {
  return new Promise((done, fail) => {
    get(`${url}/store`, (res) => {
      const chunks: number[] = []
      res.on("data", (chunk: Buffer) => chunks.push(chunk.length))
      res.on("end", () => {
        const ok = res.headers["transfer-encoding"] === "chunked" && chunks.length > 1
        console.log(`${ok ? "ok    " : "FAILED"} html streamed      ${chunks.length} parts`)
        done(ok)
      })
    }).on("error", fail)
  })
}

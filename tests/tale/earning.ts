/** A week later the settlement, then the hold, the Monday and the payout; every figure recomputed by the tale itself. */
import { readFileSync, writeFileSync } from "node:fs"
import type { Page } from "playwright"
import type { SignIn } from "./running-world.ts"
import { demand, type Step, until } from "./steps.ts"
import type { Tale } from "./tell-tale.ts"

const RATE_BPS = 500n

export const EARNING: readonly Step<Tale>[] = [
  { name: "the time machine moves eight days", run: (tale) => moveDays(tale, 8) },
  { name: "the settlement stands on the fan's statement page", run: settlement },
  { name: "the statement recomputes offline", run: verify },
  { name: "a changed byte names its line", run: tamper },
  { name: "the time machine moves past the hold and a Monday", run: (tale) => moveDays(tale, 46) },
  { name: "the payout is paid, once, in PayPal's own book", run: payout },
  { name: "the ledger sums to zero", run: trialBalance },
]

const pages = new Map<string, Page>()

async function pageOf({ world, people }: Tale, who: SignIn): Promise<Page> {
  const known = pages.get(who.email) ?? (await people.signIn(world, who))
  pages.set(who.email, known)
  return known
}

async function moveDays(tale: Tale, days: number): Promise<string> {
  const page = await pageOf(tale, tale.world.signIn(/^operator$/))
  const before = await clockOffset(tale)
  await page.goto(`${tale.world.url}/operate`)
  await page.locator("input[name=days]").fill(String(days))
  await page.getByRole("button", { name: "Move the clock" }).click()
  const wanted = before + days * 86_400_000
  await until("the clock", async () => (await clockOffset(tale)) === wanted)
  return `the platform's clock is ${Math.round(wanted / 86_400_000)} days ahead`
}

async function clockOffset({ world }: Tale): Promise<number> {
  const { clock } = (await (await fetch(`${world.url}/api/v1/clock`)).json()) as { clock: string }
  return (JSON.parse(Buffer.from(clock.split(".")[1]!, "base64url").toString()) as { offset_ms: number }).offset_ms
}

type Line = { kind: "referral" | "carriage"; order: string; amountMicros: string; jti?: string }

/** The account's lines of this order, from the statement file its page offers. */
async function linesOf(tale: Tale, who: SignIn): Promise<Line[]> {
  const page = await pageOf(tale, who)
  const answer = await page.request.get(`${tale.world.url}/api/v1/statement`)
  demand(answer.ok(), `the statement of ${who.email}: ${answer.status()}`)
  const text = await answer.text()
  const { lines } = JSON.parse(text) as { lines: Line[] }
  return lines.filter((line) => line.order === tale.orderId)
}

const carriers = ({ world }: Tale): SignIn[] => [1, 2, 3].map((n) => world.signIn(new RegExp(`carrier ${n}`)))
const money = (micros: bigint): string => `$${(Number(micros) / 1e6).toFixed(6).replace(/0{1,4}$/, "")}`

async function settlement(tale: Tale): Promise<string> {
  const [noor] = carriers(tale)
  const lines = await until("the settlement", async () => {
    const all = (await Promise.all(carriers(tale).map((who) => linesOf(tale, who)))).flat()
    return all.filter((line) => line.kind === "carriage").length === tale.receipts.size && all
  })
  const referral = lines.filter((line) => line.kind === "referral")
  const due = (tale.priceMicros * RATE_BPS) / 10_000n
  demand(referral.length === 1 && BigInt(referral[0]!.amountMicros) === due, "the referral is not 5 % of the price")
  const shares = lines.filter((line) => line.kind === "carriage")
  for (const share of shares) checkShare(tale, share)
  const page = await pageOf(tale, noor!)
  await page.goto(`${tale.world.url}/dashboard`)
  const own = (await linesOf(tale, noor!)).map((line) => money(BigInt(line.amountMicros)))
  const table = (await page.getByRole("region", { name: "Line by line" }).textContent()) ?? ""
  for (const amount of own) demand(table.includes(amount), `the page does not show ${amount}: ${table.slice(0, 600)}`)
  const carried = shares.reduce((sum, share) => sum + BigInt(share.amountMicros), 0n)
  return `referral ${money(due)}, carriage ${money(carried)} in ${shares.length} shares, ${money(due - carried)} for what the origin sent`
}

/** pool x bytes / size, to the micro: the largest remainders take what the floors leave. */
function checkShare(tale: Tale, share: Line): void {
  const bytes = tale.receipts.get(share.jti ?? "")
  demand(bytes !== undefined, `nobody signed for the ticket ${share.jti}`)
  const exact = ((tale.priceMicros * RATE_BPS) / 10_000n) * bytes
  const floor = exact / tale.sizeBytes
  const paid = BigInt(share.amountMicros)
  demand(paid === floor || paid === floor + 1n, `${bytes} bytes are paid ${paid}, not ${floor} micros`)
}

const statementFile = ({ world }: Tale): string => world.path("statement.json")

/** The folder of a node that carried of this sale: which of the three got to it before it was killed is chance. */
async function carryingFolder(tale: Tale): Promise<string> {
  for (const [i, who] of carriers(tale).entries())
    if ((await linesOf(tale, who)).some(({ kind }) => kind === "carriage")) return tale.world.carrierFolder(i + 1)
  throw new Error("nobody was paid for carrying")
}

async function verify(tale: Tale): Promise<string> {
  const { world } = tale
  const folder = ["--data", await carryingFolder(tale)]
  const fetched = await world.node(["statement", "--out", statementFile(tale), ...folder])
  demand(fetched.code === 0, `statement ended with ${fetched.code}: ${fetched.stderr}`)
  const checked = await world.node(["verify", statementFile(tale), ...folder])
  demand(checked.code === 0, `verify ended with ${checked.code}: ${checked.stdout}${checked.stderr}`)
  const { lines } = JSON.parse(readFileSync(statementFile(tale), "utf8")) as { lines: Line[] }
  demand(
    lines.some((line) => line.order === tale.orderId),
    "this sale is not on the statement",
  )
  return `${lines.length} lines, each recomputed from its signed documents`
}

async function tamper(tale: Tale): Promise<string> {
  const text = readFileSync(statementFile(tale), "utf8")
  const rows = text.split("\n")
  const at = rows.findIndex((row) => row.includes(tale.orderId) && row.includes('"carriage"'))
  demand(at >= 0, "no row of the file holds this sale's carriage")
  const changed = rows[at]!.replace(
    /("amountMicros":"\d*)(\d)(")/,
    (_all, head, digit, tail) => `${head}${(Number(digit) + 1) % 10}${tail}`,
  )
  demand(changed !== rows[at], "nothing was changed")
  const file = tale.world.path("tampered.json")
  writeFileSync(file, rows.with(at, changed).join("\n"))
  const checked = await tale.world.node(["verify", file, "--data", await carryingFolder(tale)])
  const words = `${checked.stdout}${checked.stderr}`
  demand(checked.code === 1, `verify ended with ${checked.code}`)
  demand(new RegExp(`line ${at + 1}\\b`).test(words), `verify does not name line ${at + 1}: ${words}`)
  return `one digit on line ${at + 1}: ${words.trim().split("\n").at(-1)}`
}

type Book = { payouts: Record<string, { times_paid: number; holds: string; receivers: string[] }> }

async function payout(tale: Tale): Promise<string> {
  const { world } = tale
  const noor = world.signIn(/carrier 1/)
  const page = await pageOf(tale, noor)
  const newest = await until("the payout", async () => {
    await page.goto(`${world.url}/dashboard/payouts`)
    const rows = await page.getByRole("row").allTextContents()
    const paid = rows.filter((row) => /paid/.test(row) && /\$/.test(row))
    // One was paid in the history of the world; this is the next.
    return paid.length >= 2 && paid[0]
  })
  const amount = /\$([\d.]+)/.exec(newest)?.[1] ?? ""
  const book = (await (await fetch(`${world.paypalUrl}/__control/ledger`)).json()) as Book
  const all = Object.values(book.payouts)
  demand(
    all.every((item) => item.times_paid === 1),
    "somebody was paid twice, or not at all",
  )
  const own = all.filter((item) => item.receivers.includes("noor@paypal.example") && item.holds === amount)
  demand(own.length === 1, `PayPal's book has ${own.length} payouts of ${amount} to her`)
  demand(/^\d+\.\d\d$/.test(amount), `${amount} is not in whole cents`)
  const states = (await linesPage(tale, noor)).filter((text) => text.includes("Tin Comet"))
  demand(
    states.some((text) => /paid/i.test(text)),
    "no line of the statement is paid",
  )
  return `$${amount} to noor@paypal.example, each of ${all.length} payouts paid exactly once`
}

async function linesPage(tale: Tale, who: SignIn): Promise<string[]> {
  const page = await pageOf(tale, who)
  await page.goto(`${tale.world.url}/dashboard`)
  return page.getByRole("row").allTextContents()
}

async function trialBalance(tale: Tale): Promise<string> {
  const page = await pageOf(tale, tale.world.signIn(/^operator$/))
  await page.goto(`${tale.world.url}/operate/money`)
  const words = (await page.getByTestId("trial-balance").textContent()) ?? ""
  demand(/\$0\.00$/.test(words.trim()), `the operator's page says: ${words}`)
  return words.trim()
}

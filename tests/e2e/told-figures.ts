/** One sale and its clicks as each place tells them: the desk, the figures, the files, the REST API, a webhook. */
import { createHmac, timingSafeEqual } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { Page } from "playwright"
import type { Heard } from "../support/strangers-machine.ts"

/** What a place may tell; a place that has no word for something leaves it out. */
export type Told = Partial<{
  line: string
  order: string
  amountMicros: string
  state: string
  earnedAt: string
  maturesAt: string
  clicksCounted: number
  clicksInAll: number
  sales: number
  /** "none 0/0, 1 sold for 359500; video 1/2": clicks that count of all, in the order of the letters. */
  bySubId: string
}>

/** What is told of each thing, place beside place. */
export function byFact(told: Readonly<Record<string, Told>>): Record<string, Record<string, unknown>> {
  const facts = [...new Set(Object.values(told).flatMap((one) => Object.keys(one)))] as (keyof Told)[]
  const placesOf = (fact: keyof Told) => Object.entries(told).map(([place, one]) => [place, one[fact] ?? "–"] as const)
  return Object.fromEntries(facts.map((fact) => [fact, Object.fromEntries(placesOf(fact))]))
}

/** "$1,499.50", "1.4995": dollars with two to six decimals. */
function microsOf(text: string): string {
  const [, dollars, decimals] = /^\$?(\d[\d,]*)\.(\d{2,6})$/.exec(text.trim()) ?? []
  if (!dollars || !decimals) throw new Error(`${text} is no amount.`)
  return String(BigInt(dollars.replaceAll(",", "") + decimals.padEnd(6, "0")))
}

type Group = { sub: string | null; counted: number; raw: number; sold: number; earned: string }
const groupsInWords = (groups: readonly Group[]): string =>
  groups
    .map(({ sub, counted, raw, sold, earned }) => {
      const sales = `${sold} sold for ${microsOf(earned)}`
      return `${sub && sub !== "without one" ? sub : "none"} ${counted}/${raw}${sales === "0 sold for 0" ? "" : `, ${sales}`}`
    })
    .sort()
    .join("; ")

/** The desk: the line in its table, and what stands behind it. */
export async function toldByDesk(page: Page, url: string, title: string): Promise<Told> {
  await page.goto(`${url}/dashboard`)
  const row = page
    .getByRole("region", { name: "Your commissions, newest first" })
    .getByRole("row")
    .filter({ hasText: title })
  const cells = await row.locator("th, td").allInnerTexts()
  const times = await row.locator("time").evaluateAll((all) => all.map((time) => time.getAttribute("datetime") ?? ""))
  const pulse = (name: string) =>
    page
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name, exact: true }) })
      .locator("p")
      .first()
  const told = {
    amountMicros: microsOf(cells.at(-1)!),
    state: cells.find((cell) => /^(pending|matured|held|paid)$/.test(cell.trim()))?.trim() ?? cells.join("|"),
    earnedAt: times[0]!,
    maturesAt: times[1]!,
    clicksCounted: Number(await pulse("Clicks that count").innerText()),
    sales: Number(await pulse("Sales you brought").innerText()),
  }
  await row.getByRole("link", { name: title }).click()
  const lead = page.getByText(/order ord_\w+/)
  await lead.waitFor()
  const order = /ord_\w+/.exec(await lead.innerText())![0]
  return { ...told, line: new URL(page.url()).pathname.split("/").at(-1)!, order }
}

/** The page of figures, split by sub-id. */
export async function toldByFigures(page: Page, url: string): Promise<Told> {
  await page.goto(`${url}/dashboard/figures?by=sub`)
  await page.getByText("Every day as a table").click()
  const days = page.getByRole("table", { name: "Figures of each day, newest first" })
  // Day, clicks that count, all clicks, demos, purchases.
  const rows = await cellsOf(days)
  const sum = (column: number) => rows.reduce((n, row) => n + Number(row[column]), 0)
  const split = await cellsOf(page.getByRole("table", { name: "Figures split by: Sub-id" }))
  const groups = split.map(([sub = "", counted, raw, , sold, earned = ""]) => ({
    ...{ sub, counted: Number(counted), raw: Number(raw), sold: Number(sold), earned },
  }))
  return { clicksCounted: sum(1), clicksInAll: sum(2), sales: sum(4), bySubId: groupsInWords(groups) }
}

const cellsOf = async (table: ReturnType<Page["getByRole"]>): Promise<string[][]> =>
  Promise.all((await table.locator("tbody tr").all()).map((row) => row.locator("th, td").allInnerTexts()))

type Row = Record<string, unknown>

/** What the links on the desk and beside the figures download. */
export async function toldByFiles(page: Page, url: string, format: "csv" | "json"): Promise<Told> {
  await page.goto(`${url}/dashboard`)
  const [line, ...others] = await download(page, "commissions", format)
  if (!line || others.length > 0) throw new Error(`${1 + others.length} commissions in the ${format} file.`)
  await page.goto(`${url}/dashboard/figures?by=sub`)
  const days = await download(page, "figures", format)
  const groups = await download(page, "split", format)
  const sum = (key: string) => days.reduce((n, day) => n + Number(day[key]), 0)
  return {
    ...{ line: `${line.id}`, order: `${line.order}`, amountMicros: microsOf(`${line.amount}`), state: `${line.state}` },
    ...{ earnedAt: `${line.earned_at}`, maturesAt: `${line.matures_at}` },
    ...{ clicksCounted: sum("counted_clicks"), clicksInAll: sum("all_clicks"), sales: sum("purchases") },
    bySubId: groupsInWords(
      groups.map((g) => ({
        ...{ sub: g.sub as string | null, counted: Number(g.counted_clicks), raw: Number(g.all_clicks) },
        ...{ sold: Number(g.purchases), earned: `${g.earned}` },
      })),
    ),
  }
}

async function download(page: Page, name: string, format: "csv" | "json"): Promise<Row[]> {
  const saved = page.waitForEvent("download")
  await page.locator(`a[download][href^="/api/v1/exports/${name}.${format}"]`).click()
  const text = await readFile(await (await saved).path(), "utf8")
  if (format === "json") return (JSON.parse(text) as Record<string, Row[]>)[name]!
  const [head, ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((row) => row.split(","))
  return rows.map((row) => Object.fromEntries(head!.map((key, i) => [key, row[i]])))
}

/** A program asks the REST API with its key. */
export async function toldByApi(url: string, key: string): Promise<Told> {
  const { items } = await askApi(url, key, "/api/v1/commissions")
  if (items.length !== 1) throw new Error(`${items.length} commissions in the API.`)
  const { totals, groups } = await askApi(url, key, "/api/v1/figures?by=sub")
  return {
    ...toldByCommission(items[0]),
    ...{ clicksCounted: totals.counted, clicksInAll: totals.raw, sales: totals.purchases },
    bySubId: groupsInWords(groups.map((g: Row) => ({ ...g, sub: g.key, sold: g.purchases }) as Group)),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a stranger's program reads what it was told is there
export async function askApi(url: string, key: string, path: string): Promise<any> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

type Commission = Record<"id" | "amount" | "state" | "earned_at" | "matures_at", string> & { order: { id: string } }

const toldByCommission = (line: Commission): Told => ({
  ...{ line: line.id, order: line.order.id, amountMicros: microsOf(line.amount), state: line.state },
  ...{ earnedAt: line.earned_at, maturesAt: line.matures_at },
})

/** What the program heard, told of in signed messages; unsigned ones are none. */
export function toldByWebhook(heard: readonly Heard[], secret: string): Told {
  const messages = heard.filter((one) => isSigned(one, secret)).map(({ body }) => JSON.parse(body))
  const sales = messages.filter(({ type }) => type === "sale.captured")
  const clicks = messages.filter(({ type }) => type === "click.counted")
  return {
    ...(sales[0] ? toldByCommission(sales[0].data) : {}),
    clicksCounted: clicks.reduce((n, { data }) => n + data.counted, 0),
    sales: sales.length,
  }
}

/**
 * As https://www.standardwebhooks.com has it, written from its text: the secret is base64 behind "whsec_", the signature is
 * HMAC-SHA-256 of "id.timestamp.body" as base64 behind "v1,", several stand apart by blanks, and old ones count for nothing.
 */
export function isSigned({ headers, body }: Heard, secret: string): boolean {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (n) => `${headers[n]}`,
  )
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false
  const key = Buffer.from(secret.slice("whsec_".length), "base64")
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest()
  return signatures!.split(" ").some((signature) => {
    const [version, mac = ""] = signature.split(",")
    const given = Buffer.from(mac, "base64")
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected)
  })
}

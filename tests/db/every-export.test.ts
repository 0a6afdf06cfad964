/** Every table that can be taken away as a file: what its page shows, for whoever may see that page, and nothing that runs. */
import { afterEach, describe, expect, it } from "vitest"
import type { Actor } from "#lib/auth/actor.ts"
import { findPublisherOf, listTitlesOfPublisher } from "#lib/catalog/queries.ts"
import { listNodes, shelf } from "#lib/delivery/queries.ts"
import { contingentCarriage } from "#lib/earnings/carried-demos.ts"
import { codeFigures } from "#lib/earnings/code-figures.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import { parseFiguresView } from "#lib/earnings/figures-view.ts"
import { listPayouts } from "#lib/earnings/payout-queries.ts"
import { pendingSales } from "#lib/earnings/publisher-payouts.ts"
import { salesByFan, salesByTitle, servedByTitle } from "#lib/earnings/publisher-sales.ts"
import { allEarningsOf } from "#lib/earnings/queries.ts"
import { EXPORTS, type ExportName, openExport } from "#lib/exports/open-export.ts"
import { type FileFormat, writeTable } from "#lib/exports/write-table.ts"
import { listCodes } from "#lib/fans/code-queries.ts"
import { listLinks } from "#lib/fans/link-queries.ts"
import { listSites } from "#lib/fans/queries.ts"
import { parseCsv } from "#lib/kernel/parse-csv.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { listActs } from "#lib/operate/act-queries.ts"
import { listReviewQueue } from "#lib/operate/desk-queries.ts"
import { listOrders, listPeople, listTitlesOfAll } from "#lib/operate/list-queries.ts"
import { listOpenFlags, listPayoutRuns, listStuckWork, listUndelivered } from "#lib/operate/queries.ts"
import { pageOfDeliveries } from "#lib/webhooks/queries.ts"
import { databaseForTests } from "../support/database.ts"
import { beginTextsWith, type ExportWorld, fillForExports } from "../support/export-world.ts"
import { saleWorld } from "../support/sale-world.ts"

const test = databaseForTests()
const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanups.splice(0)) await close()
})

async function exportWorld(): Promise<ExportWorld> {
  const world = await saleWorld(test.db, { pieces: 4 })
  cleanups.push(world.close)
  return fillForExports(world)
}

type Row = Record<string, string | number | boolean | null>
type Case = {
  who: "fan" | "publisher" | "operator"
  query?: (world: ExportWorld) => string
  /** What of a row the page tells too. */
  told: (row: Row) => unknown[]
  page: (world: ExportWorld) => Promise<unknown[][]>
  /** Read by pages, so there must be several. */
  paged?: true
}

const usd = (micros: bigint | undefined) => Number(micros ?? 0n) / 1e6
const price = (cents: bigint | undefined) => Number(cents ?? 0n) / 100
const money = (cell: Row[string] | undefined) => Number(cell)
const time = (at: Date | null) => at?.toISOString() ?? null
const publisherOf = async (w: ExportWorld) => (await findPublisherOf(w.db, w.publisher.userId))!.id
const view = (w: ExportWorld) => parseFiguresView({ range: "7", by: "sub" }, w.clock.now())

const CASES: Readonly<Record<ExportName, Case>> = {
  clicks: {
    who: "fan",
    told: (row) => [row.link],
    page: async (w) =>
      (await listLinks(w.db, w.fan.userId)).flatMap((link) => Array(link.rawClicks).fill([link.code]) as string[][]),
  },
  figures: {
    who: "fan",
    query: () => "range=7&by=sub",
    told: (row) => [row.day, row.counted_clicks, row.all_clicks, row.purchases],
    page: async (w) =>
      (await figuresOf(w.db, w.fan.userId, view(w))).days.map((d) => [d.day, d.counted, d.raw, d.purchases]),
  },
  split: {
    who: "fan",
    query: () => "range=7&by=sub",
    told: (row) => [row.sub, row.counted_clicks, money(row.earned)],
    page: async (w) =>
      (await figuresOf(w.db, w.fan.userId, view(w))).groups.map((g) => [g.key, g.counted, usd(g.earnedMicros)]),
  },
  commissions: {
    who: "fan",
    told: (row) => [row.id, row.kind, money(row.amount), row.state, row.matures_at],
    page: async (w) =>
      (await allEarningsOf(w.deps, w.fan.userId)).lines.map((line) => [
        ...[line.id, line.kind, usd(line.amountMicros), line.state, time(line.maturesAt)],
      ]),
  },
  "carried-demos": {
    who: "fan",
    told: (row) => [row.title_name, row.bytes_carried, row.paid_if_bought_until],
    page: async (w) =>
      (await contingentCarriage(w.deps, w.fan.userId)).map((d) => [d.titleName, d.bytesCarried, time(d.until)]),
  },
  links: {
    who: "fan",
    told: (row) => [row.id, row.code, row.counted_clicks, row.all_clicks],
    page: async (w) =>
      (await listLinks(w.db, w.fan.userId)).map((l) => [l.linkId, l.code, l.countedClicks, l.rawClicks]),
  },
  sites: {
    who: "fan",
    told: (row) => [row.id, row.slug, row.name, row.titles, row.proved],
    page: async (w) =>
      (await listSites(w.db, w.fan.userId)).map((s) => [s.siteId, s.slug, s.name, s.titleCount, s.proved]),
  },
  nodes: {
    who: "fan",
    told: (row) => [row.id, row.name, row.alive, row.reachable, row.releases_held],
    page: async (w) =>
      (await listNodes(w.db, w.fan.userId, w.clock.now())).map((n) => [
        ...[n.nodeId, n.name, n.alive, n.reachable, n.stockedCount],
      ]),
  },
  shelf: {
    who: "fan",
    paged: true,
    told: (row) => [row.node, row.title_name, row.version, row.pieces_held, row.size_bytes],
    page: async (w) =>
      (await shelf(w.db, w.fan.userId)).map((i) => [i.nodeId, i.titleName, i.version, i.piecesHeld, i.sizeBytes]),
  },
  codes: {
    who: "fan",
    paged: true,
    told: (row) => [row.code, row.retired_at, row.buyers, row.demos, row.sales, money(row.earned)],
    page: async (w) => {
      const figures = await codeFigures(w.db, w.fan.userId)
      return (await listCodes(w.db, w.fan.userId)).map((code) => {
        const { buyers, demos, sales, earnedMicros } = figures.get(code.codeId)!
        return [code.code, time(code.retiredAt), buyers, demos, sales, usd(earnedMicros)]
      })
    },
  },
  payouts: {
    who: "fan",
    told: (row) => [row.id, row.state, money(row.amount), row.paid_to, row.reason],
    page: async (w) =>
      (await listPayouts(w.db, w.fan.userId)).map((p) => [p.id, p.state, price(p.amountCents), p.receiver, p.reason]),
  },
  deliveries: {
    who: "fan",
    paged: true,
    query: (w) => `webhook=${w.webhookId}`,
    told: (row) => [row.id, row.event, row.state, row.attempts, row.last_status, row.happened_at],
    page: async ({ db, webhookId }) =>
      (await pageOfDeliveries(db, { webhookId, state: null, after: null, limit: 25 })).map((d) => [
        ...[d.deliveryId, d.type, d.state, d.attempts.length, d.attempts[0]?.status, time(d.createdAt)],
      ]),
  },
  "publisher-titles": {
    who: "publisher",
    paged: true,
    told: (row) => [
      ...[row.id, row.state, row.version, money(row.price)],
      ...[row.sales, money(row.gross), money(row.share), row.carried_bytes, row.origin_bytes],
    ],
    page: async (w) => {
      const id = await publisherOf(w)
      const [sales, served] = [await salesByTitle(w.db, id), await servedByTitle(w.db, id)]
      return (await listTitlesOfPublisher(w.db, w.publisher.userId)).map((title) => {
        const [sold, bytes] = [sales.get(title.id), served.get(title.id)]
        return [
          ...[title.id, title.state, title.currentVersion, price(title.priceCents)],
          ...[sold?.sales ?? 0, price(sold?.grossCents), usd(sold?.publisherMicros)],
          ...[bytes?.carriedBytes ?? 0, bytes?.originBytes ?? 0],
        ]
      })
    },
  },
  "publisher-sales": {
    who: "publisher",
    paged: true,
    query: () => "title=tin-comet",
    told: (row) => [
      ...[row.by_a_fan, row.fan_name, row.sites, row.sales, row.refunds],
      ...[money(row.gross), money(row.referral), money(row.share)],
    ],
    page: async (w) =>
      (await salesByFan(w.db, { publisherId: await publisherOf(w), titleId: w.titleId })).map((row) => [
        ...[row.fanId !== null, row.fanName, row.siteNames.join(", "), row.sales, row.refunds],
        ...[price(row.grossCents), usd(row.referralMicros), usd(row.publisherMicros)],
      ]),
  },
  "publisher-pending": {
    who: "publisher",
    paged: true,
    told: (row) => [row.order, row.title_name, row.sold_at, row.matures_at, money(row.share)],
    page: async (w) =>
      (await pendingSales(w.deps, await publisherOf(w))).map((sale) => [
        ...[sale.orderId, sale.titleName, time(sale.at), time(sale.maturesAt), usd(sale.amountMicros)],
      ]),
  },
  "operator-balances": {
    who: "operator",
    paged: true,
    told: (row) => [row.account, money(row.balance)],
    page: async (w) => (await trialBalance(w.db)).accounts.map((a) => [a.account, usd(a.balanceMicros)]),
  },
  "operator-runs": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.period, row.state, row.paypal_batch, row.last_error],
    page: async (w) => (await listPayoutRuns(w.db)).map((r) => [r.id, r.period, r.state, r.paypalBatchId, r.lastError]),
  },
  "operator-orders": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.title_name, row.buyer, row.state, money(row.price), row.referrer, row.placed_at],
    page: async (w) =>
      (await listOrders(w.db)).map((o) => [
        ...[o.id, o.title, o.buyerId, o.state, price(o.priceCents), o.referrerId, time(o.createdAt)],
      ]),
  },
  "operator-review": {
    who: "operator",
    paged: true,
    told: (row) => [row.title, row.title_name, row.publisher_name, row.waits_for, row.requested_at],
    page: async (w) =>
      (await listReviewQueue(w.db)).map((r) => [
        ...[r.slug, r.name, r.publisherName, r.asked ? "publisher" : "operator", time(r.requestedAt)],
      ]),
  },
  "operator-flags": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.kind, row.subject, row.reason, row.opened_at],
    page: async (w) => (await listOpenFlags(w.db)).map((f) => [f.id, f.kind, f.subject, f.reason, time(f.openedAt)]),
  },
  "operator-acts": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.act, row.subject, row.subject_name, row.reason, row.operator_name, row.at],
    page: async (w) =>
      (await listActs(w.db)).map((a) => [a.id, a.act, a.subjectId, a.subject, a.reason, a.operator, time(a.at)]),
  },
  "operator-titles": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.title_name, row.publisher_name, row.state, money(row.price), row.links],
    page: async (w) =>
      (await listTitlesOfAll(w.db)).map((t) => [t.id, t.name, t.publisher, t.state, price(t.priceCents), t.links]),
  },
  "operator-people": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.name, row.roles, row.suspended_at, row.sites, row.made_at],
    page: async (w) =>
      (await listPeople(w.db)).map((p) => [
        ...[p.id, p.name, p.roles.join(" "), time(p.suspendedAt), p.sites, time(p.createdAt)],
      ]),
  },
  "operator-work": {
    who: "operator",
    paged: true,
    told: (row) => [row.key, row.attempts, row.last_error, row.next_attempt_at],
    page: async (w) => (await listStuckWork(w.db)).map((o) => [o.key, o.attempts, o.lastError, time(o.dueAt)]),
  },
  "operator-mails": {
    who: "operator",
    paged: true,
    told: (row) => [row.id, row.to, row.kind, row.attempts, row.last_error, row.written_at],
    page: async (w) =>
      (await listUndelivered(w.db)).map((m) => [m.id, m.to, m.kind, m.attempts, m.lastError, time(m.at)]),
  },
}

const NAMES = Object.keys(EXPORTS) as ExportName[]

type Taking = { actor?: Actor; format: FileFormat; rowsPerPage?: number }

async function take(world: ExportWorld, name: ExportName, { actor, format, rowsPerPage }: Taking): Promise<string> {
  const { who, query } = CASES[name]
  const asked = { actor: actor ?? world[who], query: new URLSearchParams(query?.(world)), zone: null }
  const table = await openExport(world.deps, name, { ...asked, ...(rowsPerPage && { rowsPerPage }) })
  let text = ""
  for await (const piece of writeTable("rows", table, format)) text += piece
  return text
}

async function takeRows(world: ExportWorld, name: ExportName, taking: Omit<Taking, "format"> = {}): Promise<Row[]> {
  return (JSON.parse(await take(world, name, { ...taking, format: "json" })) as { rows: Row[] }).rows
}

const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted()

describe("every table as a file", () => {
  it("says row by row what its page shows, in CSV what in JSON, and by pages what at once", async () => {
    const world = await exportWorld()
    for (const name of NAMES) {
      const { told, page, paged } = CASES[name]
      const rows = await takeRows(world, name)
      expect(sorted(rows.map(told)), name).toEqual(sorted(await page(world)))
      expect(rows.length, name).toBeGreaterThanOrEqual(paged ? 3 : 1)
      for (const rowsPerPage of [1, 2]) expect(await takeRows(world, name, { rowsPerPage }), name).toEqual(rows)
      const csv = parseCsv(await take(world, name, { format: "csv" }), { rows: 100, cells: 50, cellChars: 5_000 })
      const columns = Object.keys(rows[0]!)
      expect(
        columns.filter((column) => !/^[a-z][a-z0-9_]*$/.test(column)),
        name,
      ).toEqual([])
      const cells = rows.map((row) => Object.values(row).map((cell) => (cell === null ? "" : String(cell))))
      expect(
        csv.map((line) => line.cells),
        name,
      ).toEqual([columns, ...cells])
    }
  })

  it("tells nobody what is another's, and nobody without the role anything", async () => {
    const world = await exportWorld()
    const { other, stranger } = world
    for (const name of NAMES) {
      const { who } = CASES[name]
      const taken = (actor: Actor) => takeRows(world, name, { actor })
      if (who === "operator") {
        await expect(taken(world.fan), name).rejects.toMatchObject({ code: "forbidden" })
        await expect(taken(world.publisher), name).rejects.toMatchObject({ code: "forbidden" })
      }
      if (EXPORTS[name].role) await expect(taken(stranger), name).rejects.toMatchObject({ code: "forbidden" })
      else if (name === "payouts") expect(await taken(stranger)).toEqual([])
      else await expect(taken(stranger), name).rejects.toMatchObject({ code: "not_found" })
      if (who === "operator") continue
      const own = new Set((await takeRows(world, name)).map((row) => JSON.stringify(row)))
      const theirs = await taken(other).catch((error: { code?: string }) => error.code)
      if (name === "deliveries" || name === "publisher-sales") expect(theirs, name).toBe("not_found")
      else if (name === "figures") expect((theirs as Row[]).map((row) => row.bytes_carried)).toEqual(Array(7).fill(0))
      // Both fans had one click without a tag; which, is told by the links.
      else if (name !== "split")
        expect(
          (theirs as Row[]).filter((row) => own.has(JSON.stringify(row))),
          name,
        ).toEqual([])
    }
    const titles = await takeRows(world, "publisher-titles", { actor: other })
    expect(titles.map((title) => title.title)).toEqual(["paper-moon"])
    expect((await takeRows(world, "links", { actor: other })).length).toBe(1)
    expect((await takeRows(world, "sites", { actor: other })).length).toBe(0)
  })

  it.each(["=", "+", "-", "@"])("has no cell that begins with %s for a spreadsheet to run", async (sign) => {
    const world = await exportWorld()
    await beginTextsWith(test.db, `${sign}cmd`)
    const withoutWords: string[] = []
    for (const name of NAMES) {
      const json = await take(world, name, { format: "json" })
      if (!json.includes(`"${sign}cmd`)) withoutWords.push(name)
      else expect(await take(world, name, { format: "csv" }), name).toContain(`'${sign}cmd`)
      expect(await take(world, name, { format: "csv" }), name).not.toMatch(/(?:^|[,\n])"?[=+\-@]cmd/)
    }
    // Days and figures, which we made.
    expect(withoutWords).toEqual(["figures"])
  })
})

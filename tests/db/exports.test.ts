import { sql } from "drizzle-orm"
import { describe, expect, it } from "vitest"
import { type Click, recordClicks } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import { parseFiguresView } from "#lib/earnings/figures-view.ts"
import { allEarningsOf } from "#lib/earnings/queries.ts"
import { exportClicks } from "#lib/exports/clicks.ts"
import { exportCommissions } from "#lib/exports/commissions.ts"
import type { ExportTable } from "#lib/exports/export-table.ts"
import { exportFigures, exportSplit } from "#lib/exports/figures.ts"
import { exportLinks } from "#lib/exports/links.ts"
import { exportPayouts } from "#lib/exports/payouts.ts"
import { type FileFormat, writeTable } from "#lib/exports/write-table.ts"
import { createLink } from "#lib/fans/create-link.ts"
import { editLink } from "#lib/fans/edit-link.ts"
import { fixedClock } from "#lib/kernel/clock.ts"
import { microsToDecimal } from "#lib/kernel/money.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { testConfig } from "../support/config.ts"
import { databaseForTests } from "../support/database.ts"
import { makeFanWorld, makeTitle, makeUser } from "../support/fan-world.ts"

const database = databaseForTests()
const NOW = new Date("2026-11-23T12:00:00.000Z")
const deps = () => ({ db: database.db, clock: fixedClock(NOW) })

async function written(table: ExportTable, format: FileFormat): Promise<string> {
  let text = ""
  for await (const piece of writeTable("rows", table, format)) text += piece
  return text
}
const rowsOf = async (table: ExportTable) => JSON.parse(await written(table, "json")).rows as Record<string, unknown>[]

type World = Awaited<ReturnType<typeof makeFanWorld>>
const click = (world: World, minutes: number, more: Partial<Click> = {}): Click => {
  const at = addMs(NOW, minutes * MINUTE_MS)
  const base = { linkId: world.link.linkId, subId: null, deepPath: null, refererHost: null, flag: null }
  return { id: newClickId(at), at, visitHash: `visitor-${minutes}`, ...base, ...more }
}

describe("a fan's clicks as a file", () => {
  it("hold every column, no formula, and say why a click does not count", async () => {
    const world = await makeFanWorld(deps())
    const first = click(world, 0, {
      subId: "mail",
      s1: "one",
      trigger: "qr",
      device: "mobile",
      refererHost: "blog.example",
      deepPath: "notes/1",
      utm: JSON.stringify({ utm_source: "=cmd|' /C calc'!A0", utm_campaign: 'a,"b"' }),
    })
    const double = click(world, 1, { visitHash: first.visitHash })
    await recordClicks(database.db, [first, double, click(world, 2, { flag: "preview" })])
    const [head, row, ...rest] = (await written(exportClicks(database.db, world.fan.userId, null), "csv")).split("\r\n")
    expect(head).toBe(
      "id,at,link,title,sub_id,s1,s2,s3,s4,s5,trigger,device,referer_host,deep_path,utm_source,utm_medium,utm_campaign,utm_term,utm_content,utm_id,counted,not_counted_because",
    )
    expect(row).toBe(
      `${first.id},2026-11-23T12:00:00.000Z,${world.link.code},tin-comet,mail,one,,,,,qr,mobile,blog.example,notes/1,'=cmd|' /C calc'!A0,,"a,""b""",,,,true,`,
    )
    expect(rest.map((line) => line.split(",").slice(-2))).toEqual([["false", "double"], ["false", "preview"], [""]])
    const elsewhere = await makeTitle(database.db, NOW, "paper-moon")
    const caches = { titleChanged: async () => {}, ownerChanged: async () => {}, linkChanged: async () => {} }
    const later = { db: database.db, clock: fixedClock(addMs(NOW, 3 * MINUTE_MS)), caches }
    await editLink(later, { actor: world.fan, linkId: world.link.linkId, titleId: elsewhere })
    await recordClicks(database.db, [click(world, 4), click(world, 5, { titleId: world.titleId })])
    const moved = await rowsOf(exportClicks(database.db, world.fan.userId, null))
    expect(moved.map((r) => r.title)).toEqual(["tin-comet", "tin-comet", "tin-comet", "paper-moon", "tin-comet"])
    expect(moved.slice(0, 3).map((r) => [r.at, r.utm_source, r.not_counted_because])).toEqual([
      ["2026-11-23T12:00:00.000Z", "=cmd|' /C calc'!A0", null],
      ["2026-11-23T12:01:00.000Z", null, "double"],
      ["2026-11-23T12:02:00.000Z", null, "preview"],
    ])
  })

  it("are all there once across pages and links, in the span and of this fan only", async () => {
    const world = await makeFanWorld(deps())
    const second = await createLink(deps(), { actor: world.fan, titleId: world.titleId, siteId: null, subId: null })
    // Two pages and a half, hundreds of them in one millisecond.
    await database.db.execute(sql`
      insert into click (id, link_id, at, visit_hash)
      select 'click-' || n, case when n % 2 = 0 then ${world.link.linkId} else ${second.linkId} end,
        ${NOW.toISOString()}::timestamptz + (n / 700) * interval '1 day', 'v' from generate_series(1, 5000) n`)
    const ids = async (span: Parameters<typeof exportClicks>[2], userId = world.fan.userId) =>
      (await rowsOf(exportClicks(database.db, userId, span))).map((r) => r.id)
    const all = await ids(null)
    expect([all.length, new Set(all).size]).toEqual([5000, 5000])
    expect(await ids({ from: addMs(NOW, 1), to: addMs(NOW, 24 * 60 * MINUTE_MS) })).toEqual([])
    expect(await ids({ from: NOW, to: addMs(NOW, 1) })).toHaveLength(699)
    const other = await makeUser(database.db, NOW, "other@fan.example")
    expect(await ids(null, other.userId)).toEqual([])
  })
})

describe("the other tables", () => {
  it("say the same as the page", async () => {
    const world = await makeFanWorld(deps())
    await recordClicks(database.db, [click(world, -5, { s2: "x" }), click(world, -4, { flag: "bot", s2: "x" })])
    const { userId } = world.fan
    expect(await rowsOf(exportLinks(database.db, userId))).toEqual([
      {
        id: world.link.linkId,
        code: world.link.code,
        title: "tin-comet",
        title_name: "Tin Comet",
        site: "pixel-attic",
        ...{ name: "", tags: "", note: "", sub_id: "sidebar", leads_to: "title", path: null, pass_utm: "" },
        ...{ utm_source: null, utm_medium: null, utm_campaign: null, utm_term: null, utm_content: null, utm_id: null },
        ...{ state: "live", watch: "ok" },
        made_at: NOW.toISOString(),
        retired_at: null,
        counted_clicks: 1,
        all_clicks: 2,
      },
    ])
    expect(await written(exportPayouts(database.db, userId), "csv")).toBe(
      "id,made_at,state,amount,currency,paid_to,reason,changed_at\r\n",
    )
    const view = parseFiguresView({ range: "7", by: "s2" }, NOW)
    const figures = await figuresOf(database.db, userId, view)
    const exported = await rowsOf(await exportFigures(database.db, userId, view))
    expect(exported.map((r) => [r.day, r.counted_clicks, r.all_clicks])).toEqual(
      figures.days.map((d) => [d.day, d.counted, d.raw]),
    )
    expect(await rowsOf(await exportSplit(database.db, userId, view))).toEqual([
      { s2: "x", name: "x", counted_clicks: 1, all_clicks: 2, demos: 0, purchases: 0, earned: "0.00" },
    ])
  })
})

describe("a fan's commissions as a file", () => {
  it("are in the states of the page, across pages, held lines, lines of one instant and payouts", async () => {
    const world = await makeFanWorld(deps())
    const { userId } = world.fan
    const other = await makeUser(database.db, NOW, "other@fan.example")
    const at = NOW.toISOString()
    // Rows no use case makes so many of in a test: nothing but their sums, times and reasons matters here.
    await database.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      await tx.execute(sql`
        insert into "order" (id, buyer_id, title_id, state, price_cents, tax_micros, currency, referral_bps, carriage_bps,
          publisher_bps, platform_bps, attribution_rule, touches, request_key, created_at, expires_at)
        values ('ord', ${other.userId}, ${world.titleId}, 'captured', 100, 0, 'USD', 1, 1, 1, 1, 'none', '[]', 'k', ${at}, ${at})`)
      await tx.execute(sql`
        insert into commission (entry_id, user_id, order_id, kind, rate_bps, basis_micros, amount_micros, earned_at,
          matures_at, held_reason)
        select n, case when n % 50 = 0 then ${other.userId} else ${userId} end, 'ord',
          case when n % 2 = 0 then 'referral' else 'carriage' end, 500, 9000000, (n * 7919) % 1000003,
          ${at}::timestamptz + (n / 9 - 320) * interval '6 hours',
          ${at}::timestamptz + (n / 9 - 200) * interval '6 hours', case when n % 13 = 0 then 'Looked at.' end
        from generate_series(1, 2600) n`)
      const payouts: [number, bigint, string][] = [
        [40, 90_000_000n, "paid"],
        [40, 70_000_000n, "submitted"],
        // More than had matured by then: the rest covers nothing that matures later.
        [33, 900_000_000n, "paid"],
        [20, 55_123_456n, "paid"],
        [15, 80_000_000n, "failed"],
        [12, 66_000_001n, "submitted"],
      ]
      for (const [i, [daysAgo, amount, state]] of payouts.entries()) {
        const madeAt = addMs(NOW, -daysAgo * 24 * 60 * MINUTE_MS).toISOString()
        await tx.execute(sql`
          insert into payout (id, run_id, user_id, receiver, amount_cents, currency, state, created_at, updated_at)
          values (${`p${i}`}, 'run', ${userId}, 'x', 1, 'USD', ${state}, ${madeAt}, ${madeAt})`)
        await tx.execute(sql`
          insert into ledger_transaction (id, kind, idempotency_key, currency, at)
          values (${`t${i}`}, 'payout', ${`payout:p${i}`}, 'USD', ${madeAt})`)
        await tx.execute(sql`
          insert into ledger_entry (tx_id, account, amount_micros)
          values (${`t${i}`}, ${`fan:${userId}:referral`}, ${-amount})`)
      }
    })
    const config = testConfig({ dataDir: "/nowhere", databaseUrl: null })
    const { lines } = await allEarningsOf({ ...deps(), config }, userId)
    const rows = await rowsOf(exportCommissions(deps(), userId))
    const byId = new Map(rows.map((row) => [row.id, row]))
    expect([rows.length, byId.size, lines.length]).toEqual([2548, 2548, 2548])
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set(["paid", "processing", "matured", "held", "pending"]))
    expect(lines.map((line) => byId.get(line.id))).toEqual(
      lines.map((line) => ({
        ...{ id: line.id, kind: line.kind, order: "ord", title: "tin-comet", title_name: "Tin Comet", rate_bps: 500 },
        ...{ basis: "9.00", amount: microsToDecimal(line.amountMicros), paid: microsToDecimal(line.paidMicros) },
        ...{ currency: "USD", state: line.state, earned_at: line.earnedAt.toISOString() },
        matures_at: line.maturesAt.toISOString(),
      })),
    )
    const times = rows.map((row) => row.matures_at as string)
    expect(times).toEqual([...times].sort())
  })
})

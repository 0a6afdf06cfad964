/**
 * The statement's lines as a file, as they mature: page by page with one running total, so that a million lines need no more memory
 * than one page. What payouts drew is summed once, before the first page.
 */
import { sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import type { Deps } from "#lib/deps.ts"
import { type Draw, drawsOf, LineStream } from "#lib/earnings/line-stream.ts"
import { readPayouts } from "#lib/earnings/payout-queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { micros, microsToDecimal } from "#lib/kernel/money.ts"
import { type ExportRow, type ExportTable, instantOf, ROWS_PER_PAGE } from "./export-table.ts"

type ReadDeps = Pick<Deps, "clock"> & { db: DbOrTx }

/** First to mature first; the states are those of `allEarningsOf` when the file was asked for. */
export const exportCommissions = (deps: ReadDeps, userId: Id<"user">): ExportTable => ({
  columns: [
    ...["id", "kind", "order", "title", "title_name", "rate_bps", "basis", "amount", "paid", "currency"],
    ...["state", "earned_at", "matures_at"],
  ],
  pages: commissionPages(deps, userId),
})

async function* commissionPages({ db, clock }: ReadDeps, userId: Id<"user">): AsyncGenerator<readonly ExportRow[]> {
  const stream = new LineStream(await readDraws(db, userId), clock.now())
  let after = { at: "-infinity", id: "" }
  for (;;) {
    const rows = await readLines(db, userId, after)
    yield rows.map((row) => cellsOf(row, stream))
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_PER_PAGE) return
    after = { at: last.matures_at, id: last.id }
  }
}

/** Between two payouts each line is looked at once. */
async function readDraws(db: DbOrTx, userId: Id<"user">): Promise<Draw[]> {
  const payouts = (await readPayouts(db, userId)).sort((a, b) => a.at.getTime() - b.at.getTime())
  const ends = payouts.map(({ at }) => at.toISOString())
  const { rows } = await db.execute<{ sum: string }>(sql`
    select (select coalesce(sum(m.amount_micros), 0) from commission m where m.user_id = ${userId}
      and m.held_reason is null and m.matures_at > p.from_at and m.matures_at <= p.to_at)::text as sum
    from unnest(${sql.param(["-infinity", ...ends.slice(0, -1)].slice(0, ends.length))}::timestamptz[], ${sql.param(ends)}::timestamptz[])
      with ordinality p(from_at, to_at, place) order by p.place`)
  let maturedMicros = 0n
  return drawsOf(
    payouts.map((payout, i) => {
      maturedMicros += BigInt(rows[i]!.sum)
      return { ...payout, maturedMicros }
    }),
  )
}

type LineRow = {
  id: string
  kind: string
  order: string
  title: string
  title_name: string
  rate_bps: number
  basis: string
  amount: string
  is_held: boolean
  earned_at: string
  /** With all its digits: the next page begins after it. */
  matures_at: string
}

/** In the order in which payouts draw on them (`LineStream`); ids as text as programs compare it. */
async function readLines(db: DbOrTx, userId: Id<"user">, after: { at: string; id: string }): Promise<LineRow[]> {
  const { rows } = await db.execute<LineRow>(sql`
    select m.entry_id::text as id, m.kind, m.order_id as order, t.slug as title, t.name as title_name, m.rate_bps,
      m.basis_micros::text as basis, m.amount_micros::text as amount, m.held_reason is not null as is_held,
      m.earned_at, m.matures_at::text as matures_at
    from (
      select * from commission c where c.user_id = ${userId} and c.matures_at >= ${after.at}::timestamptz
        and (c.matures_at, c.entry_id::text collate "C") > (${after.at}::timestamptz, ${after.id})
      order by c.matures_at, c.entry_id::text collate "C" limit ${ROWS_PER_PAGE}
    ) m join "order" o on o.id = m.order_id join title t on t.id = o.title_id
    order by m.matures_at, m.entry_id::text collate "C"`)
  return rows
}

function cellsOf({ is_held: isHeld, basis, amount, ...row }: LineRow, stream: LineStream): ExportRow {
  const maturesAt = new Date(row.matures_at)
  const { state, paidMicros } = stream.next({ amountMicros: BigInt(amount), maturesAt, isHeld })
  return {
    ...row,
    basis: microsToDecimal(micros(basis)),
    amount: microsToDecimal(micros(amount)),
    paid: microsToDecimal(micros(paidMicros)),
    ...{ currency: "USD", state, earned_at: instantOf(row.earned_at), matures_at: maturesAt },
  }
}

/**
 * Tells programs of clicks: summed up by link, at most once a minute for each webhook, never click by click. The lines of the
 * live feed are what is summed (lib/attribution/record-clicks.ts writes them in the tx of the clicks): what counted as it came.
 * A click that is known as the fan's own only later (flag-own-clicks.ts) is not taken back; the figures are what stands.
 */
import { and, eq, isNull, lte, or, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { webhookDeliveries, webhookMessages, webhooks } from "#db/schema/webhooks.ts"
import type { Deps } from "#lib/deps.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { addMs, MINUTE_MS } from "#lib/kernel/period.ts"
import { deliveryOf } from "#lib/notices/tell-programs.ts"
import { writeBody } from "./message-body.ts"
import type { WebhookRow } from "./own-webhook.ts"

const EVERY_MS = MINUTE_MS
/** With ids and codes at their longest this is 12 kB. */
const LINKS_TOLD = 100
const WEBHOOKS_AT_ONCE = 500

/** A repeating job; answers how many messages it wrote. */
export async function gatherClicks(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  const now = deps.clock.now()
  const due = await deps.db
    .select({ id: webhooks.id })
    .from(webhooks)
    .innerJoin(users, eq(users.id, webhooks.ownerId))
    .where(and(isDue(now), isNull(users.suspendedAt)))
    .limit(WEBHOOKS_AT_ONCE)
  let written = 0
  for (const { id } of due) written += await inTx(deps.db, "gather-clicks", (tx) => gatherFor(tx, id, now))
  return written
}

/** While one such message waits, clicks sum up behind it: a receiver that comes back hears of them at once, in one. */
const isDue = (now: Date) =>
  and(
    eq(webhooks.state, "active"),
    sql`'click.counted' = any(${webhooks.events})`,
    or(isNull(webhooks.clicksToldAt), lte(webhooks.clicksToldAt, addMs(now, -EVERY_MS))),
    sql`exists (select 1 from activity a where a.user_id = ${webhooks.ownerId} and a.kind = 'click' and a.id > ${webhooks.clicksSeen})`,
    sql`not exists (select 1 from ${webhookDeliveries} d join ${webhookMessages} m on m.id = d.message_id
      where d.webhook_id = ${webhooks.id} and d.state = 'pending' and m.type = 'click.counted')`,
  )

async function gatherFor(tx: Tx, id: Id<"webhook">, now: Date): Promise<number> {
  const [webhook] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), isDue(now)))
    .for("update", { skipLocked: true })
  const sums = webhook ? await sumsOf(tx, webhook) : []
  if (!webhook || sums.length === 0) return 0
  const seen = Math.max(...sums.map((sum) => sum.last))
  const messageId = newId("message", now)
  const body = writeBody({ type: "click.counted", at: now, data: dataOf(sums) })
  const key = `clicks:${id}:${seen}`
  const { ownerId } = webhook
  await tx
    .insert(webhookMessages)
    .values({ id: messageId, ownerId, type: "click.counted", key, about: {}, at: now, body })
  await tx.insert(webhookDeliveries).values(deliveryOf({ messageId, userId: ownerId, at: now }, id))
  await tx.update(webhooks).set({ clicksSeen: seen, clicksToldAt: now }).where(eq(webhooks.id, id))
  return 1
}

type Sum = { code: string; linkId: string | null; clicks: number; last: number; from: Date; to: Date }

/** The most clicked first. */
async function sumsOf(tx: Tx, { ownerId, clicksSeen }: WebhookRow): Promise<Sum[]> {
  const { rows } = await tx.execute<{
    code: string
    link_id: string | null
    n: string
    last: string
    lo: string
    hi: string
  }>(sql`
    select a.payload->>'code' as code, min(l.id) as link_id, sum((a.payload->>'clicks')::bigint) as n, max(a.id) as last,
      min(a.at)::text as lo, max(a.at)::text as hi
    from activity a left join link l on l.code = a.payload->>'code' and l.owner_id = a.user_id
    where a.user_id = ${ownerId} and a.kind = 'click' and a.id > ${clicksSeen}
    group by a.payload->>'code' order by sum((a.payload->>'clicks')::bigint) desc, code`)
  return rows.map((row) => ({
    ...{ code: row.code, linkId: row.link_id, clicks: Number(row.n), last: Number(row.last) },
    ...{ from: new Date(row.lo), to: new Date(row.hi) },
  }))
}

const total = (sums: readonly Sum[]): number => sums.reduce((n, sum) => n + sum.clicks, 0)
const bound = (pick: "min" | "max", times: readonly Date[]): string =>
  new Date(Math[pick](...times.map((at) => at.getTime()))).toISOString()

function dataOf(sums: readonly Sum[]) {
  const rest = sums.slice(LINKS_TOLD)
  return {
    from: bound(
      "min",
      sums.map((sum) => sum.from),
    ),
    to: bound(
      "max",
      sums.map((sum) => sum.to),
    ),
    counted: total(sums),
    links: sums.slice(0, LINKS_TOLD).map(({ linkId, code, clicks }) => ({ id: linkId, code, counted: clicks })),
    more: rest.length > 0 ? { links: rest.length, counted: total(rest) } : null,
  }
}

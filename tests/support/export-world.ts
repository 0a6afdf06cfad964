/** At least one row for every table that can be taken away as a file, three where a file is read by pages; by use cases where the figures matter. */
import { sql } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { createTitle } from "#lib/catalog/create-title.ts"
import { startDemo } from "#lib/entitlements/start-demo.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { type Id, type IdKind, newId } from "#lib/kernel/ids.ts"
import { cents } from "#lib/kernel/money.ts"
import { noteExport } from "#lib/operate/note-export.ts"
import { makeUser } from "./catalog-world.ts"
import { makeTitle } from "./fan-world.ts"
import { makeOperator } from "./operate-world.ts"
import { buy, clickThrough, download, makeCarrier, type SaleWorld } from "./sale-world.ts"

export type ExportWorld = SaleWorld & {
  fan: Actor
  operator: Actor
  /** Another fan who publishes a title of their own. */
  other: Actor
  /** An account with no role and nothing in it. */
  stranger: Actor
  webhookId: Id<"webhook">
}

const THREE = [1, 2, 3] as const

export async function fillForExports(world: SaleWorld): Promise<ExportWorld> {
  const { db, deps, clock } = world
  const at = clock.now()
  const carrier = await makeCarrier(world, 1)
  const fan: Actor = { userId: carrier.ownerId, email: carrier.email, roles: ["fan"] }
  // While it is the only one: of several of one owner, one is chosen.
  await carryDemo(world, carrier.nodeId)
  await makeCarrier(world, 2)
  await makeCarrier(world, 3)
  await db.execute(sql`update node set owner_id = ${fan.userId}`)
  await stockSecondRelease(db)
  const operator = await makeOperator(db, at)
  await makeTitle(db, at, "paper-moon", "Paper Moon")
  const [owner] = (await db.execute<{ id: Id<"user"> }>(sql`select id from "user" where email like 'paper-moon@%'`))
    .rows
  const other: Actor = { userId: owner!.id, email: "paper-moon@publisher.example", roles: ["fan", "publisher"] }
  const stranger = await makeUser(db, "stranger@example.test")
  for (const n of THREE) {
    const place = { name: `Page ${n}`, slug: `page-${n}`, url: `https://blog.example/${n}`, words: "Games." }
    await createSite(deps, { actor: fan, ...place })
    await claimCode(deps, { actor: fan, code: `HARBOUR${n}` })
    await noteExport(deps, { actor: operator, userId: stranger.userId, reason: `Asked for by letter ${n}.` })
    const words = { name: `Lantern ${n}`, tagline: "Light.", description: "A game.", kind: "game" as const }
    const deal = { priceCents: cents(1_000), demoTerms: "none" as const }
    await createTitle(deps, { actor: world.publisher, slug: `lantern-${n}`, ...words, ...deal })
  }
  await sell(world, fan, other)
  const webhookId = await rowsWithoutUseCase(db, at, { fan, stranger })
  return { ...world, fan, operator, other, stranger, webhookId }
}

/** One through each of two fans, one through nobody. */
async function sell(world: SaleWorld, fan: Actor, other: Actor): Promise<void> {
  const clicks = [[await clickThrough(world, fan)], [await clickThrough(world, other)], []]
  for (const [i, clickIds] of clicks.entries()) {
    const buyer = await makeUser(world.db, `buyer${i}@example.test`)
    await buy(world, buyer.userId, clickIds, `buyer${i}@paypal.example`)
  }
}

/** So that a page of the shelf can end in the middle of a node. */
async function stockSecondRelease(db: Db): Promise<void> {
  const changed = sql`jsonb_build_object('id', r.id || '2', 'version', '2.0', 'manifest_hash', r.manifest_hash || '2',
    'info_hash', r.info_hash || '2')`
  await db.execute(sql`insert into release select (jsonb_populate_record(r, ${changed})).* from release r`)
  await db.execute(sql`insert into stocking (node_id, release_id, wanted, wanted_at)
    select s.node_id, s.release_id || '2', true, s.wanted_at from stocking s`)
}

async function carryDemo(world: SaleWorld, nodeId: Id<"node">): Promise<void> {
  const { userId } = await makeUser(world.db, "trier@example.test")
  await startDemo(world.deps, { userId, titleId: world.titleId, clickIds: [] })
  await download(world, userId, "demo", [[nodeId, world.release.sizeBytes]])
}

/** Rows that come of faults and of days going by; nothing but what a table shows of them matters here. */
async function rowsWithoutUseCase(
  db: Db,
  at: Date,
  { fan, stranger }: { fan: Actor; stranger: Actor },
): Promise<Id<"webhook">> {
  const when = at.toISOString()
  const id = <K extends IdKind>(kind: K) => newId(kind, at)
  const webhookId = id("webhook")
  const attempts = [{ at: when, tookMs: 12, timestamp: 1, status: 500, error: null, answer: "Out of order." }]
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`insert into webhook (id, owner_id, url, description, events, state, sealed_secret, created_at)
      values (${webhookId}, ${fan.userId}, 'https://hook.example/', '', '{sale.captured}', 'active', '\\x00', ${when})`)
    for (const n of THREE) {
      const messageId = id("message")
      const statements = [
        sql`insert into webhook_message (id, owner_id, type, key, about, at)
          values (${messageId}, ${fan.userId}, 'sale.captured', ${`k${n}`}, '{}', ${when})`,
        sql`insert into webhook_delivery (id, owner_id, webhook_id, message_id, state, created_at, ended_at, attempts)
          values (${id("delivery")}, ${fan.userId}, ${webhookId}, ${messageId}, ${n === 1 ? "delivered" : "failed"}, ${when},
            ${when}, ${JSON.stringify(attempts)}::jsonb)`,
        sql`insert into typed_code (id, buyer_id, code_id, place, typed_at)
          select ${id("typedCode")}, ${stranger.userId}, id, 'checkout', ${when} from creator_code where code = ${`HARBOUR${n}`}`,
        sql`insert into payout_run (id, period, state, attempts, last_error, created_at)
          values (${id("payoutRun")}, ${`2026-10-2${n}`}, 'completed', ${n}, 'Slow answer.', ${when})`,
        sql`insert into payout (id, run_id, user_id, receiver, amount_cents, currency, state, reason, created_at, updated_at)
          values (${id("payout")}, 'run', ${fan.userId}, 'fan@paypal.example', ${1000 + n}, 'USD', 'failed', 'No account.', ${when}, ${when})`,
        sql`insert into title_review (id, title_id, state, requested_at)
          select ${id("review")}, id, 'open', ${when} from title where slug = ${`lantern-${n}`}`,
        sql`insert into flag (id, kind, subject, reason, opened_at) values (${id("flag")}, 'OVERCLAIM', 'ord_1', 'Too much.', ${when})`,
        sql`insert into flag (id, kind, subject, reason, opened_at, closed_at)
          values (${id("flag")}, 'OVERCLAIM', 'ord_2', 'Closed.', ${when}, ${when})`,
        sql`insert into outbox (id, kind, key, payload, due_at, attempts, last_error)
          values (${id("outbox")}, 'settle', ${`settle:${n}`}, '{}', ${when}, 2, 'No answer.')`,
        sql`insert into mail (id, "to", kind, subject, text, html, created_at, attempts, last_error)
          values (${id("mail")}, 'away@example.test', 'notice', '', '', '', ${when}, ${n}, 'Refused.')`,
      ]
      for (const statement of statements) await tx.execute(statement)
    }
  })
  return webhookId
}

/** Every text that people or programs gave, and that a table shows, begins with these words. */
export async function beginTextsWith(db: Db, words: string): Promise<void> {
  const text = sql`${words} || '-' || id`
  const answer = JSON.stringify([{ at: "2026-11-01T12:00:00Z", status: 500, error: null, answer: words }])
  await db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const [table, column] of TEXTS)
      await tx.execute(sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${text}`)
    await tx.execute(sql`update webhook_delivery set attempts = ${answer}::jsonb`)
    // Not the accounts people's own tables are summed from.
    await tx.execute(sql`update ledger_entry set account = ${text} where account like 'paypal%'`)
  })
}

const TEXTS = [
  ["user", "name"],
  ["title", "name"],
  ["title", "tagline"],
  ["site", "name"],
  ["site", "words"],
  ["node", "name"],
  ["node", "unreachable_reason"],
  ["creator_code", "code"],
  ["link", "name"],
  ["link", "note"],
  ["click", "sub_id"],
  ["payout", "reason"],
  ["payout_run", "last_error"],
  ["flag", "reason"],
  ["operator_act", "reason"],
  ["outbox", "last_error"],
  ["mail", "last_error"],
] as const

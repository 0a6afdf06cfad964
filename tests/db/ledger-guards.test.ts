/** The ledger's guards hold whatever the code does: zero sums, one currency, nothing changed or taken away. */
import { sql } from "drizzle-orm"
import { expect, it } from "vitest"
import { databaseForTests } from "../support/database.ts"

const test = databaseForTests()

const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "accepted",
    (error: Error) => (error.cause as Error | undefined)?.message ?? error.message,
  )

const post = (amounts: number[], currency = "USD") =>
  test.db.transaction(async (tx) => {
    await tx.execute(
      sql`insert into ledger_transaction (id, kind, idempotency_key, currency, at)
          values ('ltx_1', 'test', 'key', ${currency}, '2026-01-01')`,
    )
    for (const amount of amounts) {
      await tx.execute(sql`insert into ledger_entry (tx_id, account, amount_micros) values ('ltx_1', 'a', ${amount})`)
    }
  })

it("takes a transaction that sums to zero", async () => {
  expect(await messageOf(post([701, -503, -198]))).toBe("accepted")
})

it("refuses one that does not, at commit, and keeps nothing of it", async () => {
  expect(await messageOf(post([701, -700]))).toContain("sums to 1 micros")
  expect((await test.db.execute(sql`select 1 from ledger_transaction`)).rowCount).toBe(0)
})

it("refuses what is no currency", async () => {
  expect(await messageOf(post([3, -3], "usd"))).toContain("not a currency")
})

it.each([
  "update ledger_entry set amount_micros = 0",
  "delete from ledger_entry",
  "update ledger_transaction set kind = 'other'",
  "delete from ledger_transaction",
])("refuses: %s", async (statement) => {
  await post([5, -5])
  expect(await messageOf(test.db.execute(sql.raw(statement)))).toContain("only added to")
})

it("lets a commission's hold be set, and nothing else about it", async () => {
  await post([5, -5])
  await test.db.execute(sql`
    insert into "user" (id, email, created_at) values ('usr_1', 'a@example.test', '2026-01-01')`)
  await test.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql`
      insert into commission (entry_id, user_id, order_id, kind, rate_bps, basis_micros, amount_micros, earned_at, matures_at)
      select min(id), 'usr_1', 'ord_1', 'referral', 500, 100, 5, '2026-01-01', '2026-02-01' from ledger_entry`)
  })
  expect(await messageOf(test.db.execute(sql`update commission set held_reason = 'flag'`))).toBe("accepted")
  expect(await messageOf(test.db.execute(sql`update commission set amount_micros = 6`))).toContain("only added to")
  expect(await messageOf(test.db.execute(sql`delete from commission`))).toContain("only added to")
})

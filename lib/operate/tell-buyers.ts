/** Tells everybody with a right to a title that was taken down, or an order of it under way; a batch at a time. */
import { and, asc, eq, gt, inArray, isNull, or, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { enqueue } from "#lib/outbox/enqueue.ts"
import { buyerOfTakenDownMail } from "./operate-mails.ts"
import { writeTo } from "./write-to.ts"

const PER_ROUND = 200

/** One tx per batch writes its mails and the next batch's work, so that nobody is told twice. */
export async function tellBuyers(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { titleId: Id<"title">; after: string },
): Promise<{ told: number }> {
  const at = deps.clock.now()
  return inTx(deps.db, "tell-buyers", async (tx) => {
    const [title] = await tx.select().from(titles).where(eq(titles.id, input.titleId))
    // Brought back before anybody was told: then there is nothing to tell.
    if (title?.state !== "taken_down") return { told: 0 }
    const people = await concerned(tx, input, at)
    const libraryUrl = `${deps.config.publicUrl}/library`
    for (const { userId, open } of people)
      await writeTo(tx, userId, "title taken down", (t) =>
        buyerOfTakenDownMail(t, { name: title.name, notice: title.takenDownNotice ?? "", open, libraryUrl }),
      )
    const last = people.at(-1)
    if (last && people.length === PER_ROUND) {
      const payload = { titleId: title.id, after: last.userId }
      await enqueue(tx, {
        kind: "takedown.tell",
        key: `takedown:${title.id}:${title.takenDownAt?.getTime()}:${last.userId}`,
        payload,
        dueAt: at,
      })
    }
    return { told: people.length }
  })
}

type Concerned = { userId: Id<"user">; open: boolean }

/** By account id, so that the next batch goes on after the last. Who owns it already is told once, as an owner. */
async function concerned(tx: Tx, { titleId, after }: { titleId: Id<"title">; after: string }, at: Date) {
  const from = after as Id<"user">
  const owners = tx
    .select({ userId: entitlements.userId, open: sql<boolean>`false`.as("open") })
    .from(entitlements)
    .where(
      and(
        eq(entitlements.titleId, titleId),
        eq(entitlements.state, "active"),
        or(isNull(entitlements.endsAt), gt(entitlements.endsAt, at)),
        gt(entitlements.userId, from),
      ),
    )
  const buying = tx
    .select({ userId: orders.buyerId, open: sql<boolean>`true`.as("open") })
    .from(orders)
    .where(
      and(
        eq(orders.titleId, titleId),
        inArray(orders.state, ["created", "approved"]),
        isNull(orders.pendingReason),
        gt(orders.expiresAt, at),
        gt(orders.buyerId, from),
      ),
    )
  const both = owners.unionAll(buying).as("both")
  return tx
    .select({ userId: both.userId, open: sql<boolean>`bool_and(${both.open})`.as("all_open") })
    .from(both)
    .groupBy(both.userId)
    .orderBy(asc(both.userId))
    .limit(PER_ROUND) as Promise<Concerned[]>
}

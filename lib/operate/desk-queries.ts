/** What the operator's desk shows: the review queue, a person, a title, an order, and what waits. */
import { and, asc, count, desc, eq, gt, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { flags } from "#db/schema/carriage.ts"
import { publishers, releases, titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { nodes, stockings } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links, sites } from "#db/schema/fans.ts"
import { erasures, reviewNotes, titleReviews } from "#db/schema/operate.ts"
import { outbox } from "#db/schema/platform.ts"
import { nameTouches } from "#lib/attribution/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Micros } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { actsOn } from "./act-queries.ts"
import { owedTo } from "./erasure-preview.ts"

/** Counts beside the places of the desk. */
export async function countWaiting(
  db: DbOrTx,
): Promise<{ review: number; flags: number; health: number; erasures: number }> {
  return {
    review: await db.$count(titleReviews, eq(titleReviews.state, "open")),
    flags: await db.$count(flags, isNull(flags.closedAt)),
    health: await db.$count(outbox, and(isNull(outbox.doneAt), isNotNull(outbox.lastError))),
    erasures: await db.$count(erasures, eq(erasures.state, "waiting")),
  }
}

/** `asked`: the operator's question has no answer yet. */
const selectReviewQueue = (db: DbOrTx) =>
  db
    .select({
      reviewId: titleReviews.id,
      titleId: titles.id,
      slug: titles.slug,
      name: titles.name,
      tagline: titles.tagline,
      kind: titles.kind,
      publisherName: publishers.name,
      ownerId: publishers.ownerId,
      hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
      requestedAt: titleReviews.requestedAt,
      asked: sql<boolean>`coalesce((select n.by = 'operator' from ${reviewNotes} n
        where n.review_id = ${titleReviews.id} order by n.id desc limit 1), false)`,
    })
    .from(titleReviews)
    .innerJoin(titles, eq(titles.id, titleReviews.titleId))
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))

/** Titles that wait for review, the longest waiting first. */
export const listReviewQueue = (db: DbOrTx, limit = 100) =>
  selectReviewQueue(db)
    .where(eq(titleReviews.state, "open"))
    .orderBy(asc(titleReviews.requestedAt), asc(titleReviews.id))
    .limit(limit)

/** The same by the review's id. */
export const pageOfReviewQueue = (db: DbOrTx, { after, limit }: PageAfter<Id<"review">>) =>
  selectReviewQueue(db)
    .where(and(eq(titleReviews.state, "open"), after ? gt(titleReviews.id, after) : undefined))
    .orderBy(asc(titleReviews.id))
    .limit(limit)

/** What a publisher did here before: what an operator weighs a new title with. */
export async function publisherHistory(db: DbOrTx, publisherId: Id<"publisher">) {
  const [publisher] = await db
    .select({ name: publishers.name, since: publishers.createdAt, ownerId: publishers.ownerId, email: users.email })
    .from(publishers)
    .innerJoin(users, eq(users.id, publishers.ownerId))
    .where(eq(publishers.id, publisherId))
  if (!publisher) throw new AppError("not_found", "There is no such publisher.")
  const own = eq(titles.publisherId, publisherId)
  const decided = await db
    .select({ state: titleReviews.state, n: count() })
    .from(titleReviews)
    .innerJoin(titles, eq(titles.id, titleReviews.titleId))
    .where(own)
    .groupBy(titleReviews.state)
  const of = (state: string) => decided.find((d) => d.state === state)?.n ?? 0
  return {
    ...publisher,
    offered: await db.$count(titles, and(own, eq(titles.state, "published"))),
    takenDown: await db.$count(titles, and(own, eq(titles.state, "taken_down"))),
    approved: of("approved"),
    refused: of("refused"),
  }
}

/** Everything on one page about a person. Throws `not_found`. */
export async function personOf(db: DbOrTx, userId: Id<"user">) {
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  if (!user) throw new AppError("not_found", "There is no such account.")
  const [publisher] = await db.select().from(publishers).where(eq(publishers.ownerId, userId))
  const { passwordHash: _, ...account } = user
  const recent = { orderBy: desc(orders.createdAt) }
  return {
    account,
    publisher: publisher ?? null,
    owedMicros: (await owedTo(db, userId, publisher?.id ?? null)) as Micros,
    sites: await db.select().from(sites).where(eq(sites.ownerId, userId)).orderBy(asc(sites.id)).limit(100),
    links: await db.$count(links, eq(links.ownerId, userId)),
    nodes: await db
      .select({ id: nodes.id, name: nodes.name, state: nodes.state, lastHeartbeatAt: nodes.lastHeartbeatAt })
      .from(nodes)
      .where(and(eq(nodes.ownerId, userId), ne(nodes.state, "removed")))
      .limit(100),
    titles: publisher
      ? await db
          .select({ id: titles.id, name: titles.name, state: titles.state })
          .from(titles)
          .where(eq(titles.publisherId, publisher.id))
          .limit(200)
      : [],
    orders: await db
      .select({
        id: orders.id,
        title: titles.name,
        state: orders.state,
        priceCents: orders.priceCents,
        at: orders.createdAt,
      })
      .from(orders)
      .innerJoin(titles, eq(titles.id, orders.titleId))
      .where(eq(orders.buyerId, userId))
      .orderBy(recent.orderBy)
      .limit(50),
    flags: await flagsAbout(db, userId),
    acts: await actsOn(db, [userId]),
  }
}

/** Open flags on the person, or on orders the person bought or is credited by. */
const flagsAbout = (db: DbOrTx, userId: Id<"user">) =>
  db
    .select()
    .from(flags)
    .where(
      and(
        isNull(flags.closedAt),
        or(
          eq(flags.subject, userId),
          inArray(
            flags.subject,
            db
              .select({ id: sql<string>`${orders.id}` })
              .from(orders)
              .where(or(eq(orders.buyerId, userId), eq(orders.referrerId, userId))),
          ),
        ),
      ),
    )
    .orderBy(desc(flags.openedAt))
    .limit(50)

/** How far a takedown would reach: who owns it, links to it, carries it. */
export async function reachOf(db: DbOrTx, titleId: Id<"title">) {
  const live = and(eq(entitlements.titleId, titleId), eq(entitlements.state, "active"))
  const [carried] = await db
    .select({ n: sql<number>`count(distinct ${stockings.nodeId})::int` })
    .from(stockings)
    .innerJoin(releases, eq(releases.id, stockings.releaseId))
    .where(and(eq(releases.titleId, titleId), sql`${stockings.piecesHeld} > 0`))
  return {
    owners: await db.$count(entitlements, live),
    links: await db.$count(links, and(eq(links.titleId, titleId), isNull(links.archivedAt))),
    nodes: carried?.n ?? 0,
    buying: await db.$count(orders, and(eq(orders.titleId, titleId), inArray(orders.state, ["created", "approved"]))),
  }
}

/** Throws `not_found`. */
export async function orderOf(db: DbOrTx, orderId: Id<"order">) {
  const [row] = await db
    .select({
      order: orders,
      title: titles.name,
      buyer: users.email,
      referrer: sql<
        string | null
      >`(select coalesce(r.name, r.email) from ${users} r where r.id = ${orders.referrerId})`,
    })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .where(eq(orders.id, orderId))
  if (!row) throw new AppError("not_found", "There is no such order.")
  return { ...row, touches: await nameTouches(db, row.order.touches, null) }
}

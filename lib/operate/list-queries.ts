/** What an operator leafs through: people, titles and orders, newest first, with what tells them apart; or all of them by pages. */
import { asc, desc, eq, gt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { links, sites } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

/** A table holds its rows in memory; older ones are found by the search on the first page, and stand in the files. */
export const LISTED_AT_MOST = 2_000

export type ListedPerson = Awaited<ReturnType<typeof listPeople>>[number]
export type ListedTitle = Awaited<ReturnType<typeof listTitlesOfAll>>[number]
export type ListedOrder = Awaited<ReturnType<typeof listOrders>>[number]

const selectPeople = (db: DbOrTx) =>
  db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      roles: users.roles,
      createdAt: users.createdAt,
      suspendedAt: users.suspendedAt,
      emailVerified: users.emailVerified,
      sites: sql<number>`(select count(*) from ${sites} s where s.owner_id = "user"."id")`.mapWith(Number),
    })
    .from(users)

export const listPeople = (db: DbOrTx) =>
  selectPeople(db).orderBy(desc(users.createdAt), desc(users.id)).limit(LISTED_AT_MOST)

/** By id, which is oldest first. */
export const pageOfPeople = (db: DbOrTx, { after, limit }: PageAfter<Id<"user">>) =>
  selectPeople(db)
    .where(after ? gt(users.id, after) : undefined)
    .orderBy(asc(users.id))
    .limit(limit)

const selectTitles = (db: DbOrTx) =>
  db
    .select({
      id: titles.id,
      slug: titles.slug,
      name: titles.name,
      kind: titles.kind,
      state: titles.state,
      priceCents: titles.priceCents,
      currency: titles.currency,
      publisher: publishers.name,
      createdAt: titles.createdAt,
      links:
        sql<number>`(select count(*) from ${links} l where l.title_id = ${titles.id} and l.archived_at is null)`.mapWith(
          Number,
        ),
    })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))

export const listTitlesOfAll = (db: DbOrTx) =>
  selectTitles(db).orderBy(desc(titles.createdAt), desc(titles.id)).limit(LISTED_AT_MOST)

/** By id, which is oldest first. */
export const pageOfTitles = (db: DbOrTx, { after, limit }: PageAfter<Id<"title">>) =>
  selectTitles(db)
    .where(after ? gt(titles.id, after) : undefined)
    .orderBy(asc(titles.id))
    .limit(limit)

const selectOrders = (db: DbOrTx) =>
  db
    .select({
      id: orders.id,
      titleId: orders.titleId,
      title: titles.name,
      buyerId: orders.buyerId,
      buyer: users.email,
      state: orders.state,
      priceCents: orders.priceCents,
      currency: orders.currency,
      referrerId: orders.referrerId,
      createdAt: orders.createdAt,
    })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .innerJoin(users, eq(users.id, orders.buyerId))

export const listOrders = (db: DbOrTx) =>
  selectOrders(db).orderBy(desc(orders.createdAt), desc(orders.id)).limit(LISTED_AT_MOST)

/** By id, which is oldest first. */
export const pageOfOrders = (db: DbOrTx, { after, limit }: PageAfter<Id<"order">>) =>
  selectOrders(db)
    .where(after ? gt(orders.id, after) : undefined)
    .orderBy(asc(orders.id))
    .limit(limit)

/** Finds people, titles, orders, pages, links and nodes by any id, address, slug or code an operator may have in hand. */
import { desc, eq, ilike, or } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { payees, users } from "#db/schema/auth.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import { downloadSessions, nodes } from "#db/schema/delivery.ts"
import { links, sites } from "#db/schema/fans.ts"
import { payouts } from "#db/schema/payouts.ts"
import { lookOf, readCode } from "#lib/fans/creator-code.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { isStorable } from "#lib/kernel/ids.ts"

export type Hit = {
  kind: "person" | "title" | "order" | "site" | "link" | "code" | "node" | "payout" | "session"
  id: string
  label: string
  detail: string
  href: string
}

const HITS_PER_KIND = 20
export const QUERY_LIMIT_CHARS = 200

/** At most 20 of each kind; nothing for an empty question. Ids, slugs, codes and addresses match whole, names and addresses in part. */
export async function searchEverything(db: DbOrTx, query: string): Promise<Hit[]> {
  const q = query.trim().slice(0, QUERY_LIMIT_CHARS)
  if (q.length < 2 || !isStorable(q)) return []
  const part = `%${q.replace(/[\\%_]/g, "\\$&")}%`
  return (
    await Promise.all([
      people(db, q, part),
      works(db, q, part),
      sales(db, q),
      pages(db, q, part),
      codes(db, q),
      rest(db, q),
    ])
  ).flat()
}

const person = (userId: string) => `/operate/people/${userId}`

async function people(db: DbOrTx, q: string, part: string): Promise<Hit[]> {
  const rows = await db
    .selectDistinct({ id: users.id, email: users.email, name: users.name, publisher: publishers.name })
    .from(users)
    .leftJoin(payees, eq(payees.userId, users.id))
    .leftJoin(publishers, eq(publishers.ownerId, users.id))
    .where(
      or(
        eq(users.id, q as Id<"user">),
        ilike(users.email, part),
        ilike(users.name, part),
        ilike(payees.paypalEmail, part),
        ilike(publishers.name, part),
      ),
    )
    .limit(HITS_PER_KIND)
  return rows.map((u) => ({
    kind: "person",
    id: u.id,
    label: u.name ?? u.email,
    detail: [u.email, u.publisher].filter(Boolean).join(" · "),
    href: person(u.id),
  }))
}

async function works(db: DbOrTx, q: string, part: string): Promise<Hit[]> {
  const rows = await db
    .select({ id: titles.id, slug: titles.slug, name: titles.name, state: titles.state })
    .from(titles)
    .where(or(eq(titles.id, q as Id<"title">), eq(titles.slug, q.toLowerCase()), ilike(titles.name, part)))
    .limit(HITS_PER_KIND)
  return rows.map((t) => ({ kind: "title", id: t.id, label: t.name, detail: t.slug, href: `/operate/titles/${t.id}` }))
}

async function sales(db: DbOrTx, q: string): Promise<Hit[]> {
  const found = await db
    .select({ id: orders.id, buyerId: orders.buyerId, state: orders.state, title: titles.name })
    .from(orders)
    .innerJoin(titles, eq(titles.id, orders.titleId))
    .where(
      or(
        eq(orders.id, q as Id<"order">),
        eq(orders.paypalOrderId, q),
        eq(orders.captureId, q),
        eq(orders.payerEmail, q.toLowerCase()),
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(HITS_PER_KIND)
  const paid = await db
    .select({ id: payouts.id, userId: payouts.userId, state: payouts.state })
    .from(payouts)
    .where(or(eq(payouts.id, q as Id<"payout">), eq(payouts.paypalItemId, q)))
    .limit(HITS_PER_KIND)
  return [
    ...found.map((o) => ({
      kind: "order" as const,
      id: o.id,
      label: o.title,
      detail: o.state,
      href: `/operate/orders/${o.id}`,
    })),
    ...paid.map((p) => ({ kind: "payout" as const, id: p.id, label: p.id, detail: p.state, href: person(p.userId) })),
  ]
}

async function pages(db: DbOrTx, q: string, part: string): Promise<Hit[]> {
  const found = await db
    .select({ id: sites.id, slug: sites.slug, name: sites.name, ownerId: sites.ownerId })
    .from(sites)
    .where(
      or(
        eq(sites.id, q as Id<"site">),
        eq(sites.slug, q.toLowerCase()),
        ilike(sites.name, part),
        ilike(sites.url, part),
      ),
    )
    .limit(HITS_PER_KIND)
  const coded = await db
    .select({ id: links.id, code: links.code, ownerId: links.ownerId })
    .from(links)
    .where(or(eq(links.id, q as Id<"link">), eq(links.code, q.toLowerCase().replace(/^.*\/r\//, ""))))
    .limit(HITS_PER_KIND)
  return [
    ...found.map((s) => ({
      kind: "site" as const,
      id: s.id,
      label: s.name,
      detail: `/s/${s.slug}`,
      href: person(s.ownerId),
    })),
    ...coded.map((l) => ({
      kind: "link" as const,
      id: l.id,
      label: `/r/${l.code}`,
      detail: l.id,
      href: person(l.ownerId),
    })),
  ]
}

/** Every code of that look, living or retired, newest first: a word may have had several owners. */
async function codes(db: DbOrTx, q: string): Promise<Hit[]> {
  const code = readCode(q)
  const rows = await db
    .select({
      id: creatorCodes.id,
      code: creatorCodes.code,
      ownerId: creatorCodes.ownerId,
      owner: users.name,
      email: users.email,
      retiredAt: creatorCodes.retiredAt,
    })
    .from(creatorCodes)
    .innerJoin(users, eq(users.id, creatorCodes.ownerId))
    .where(or(eq(creatorCodes.id, q as Id<"code">), code ? eq(creatorCodes.look, lookOf(code)) : undefined))
    .orderBy(desc(creatorCodes.claimedAt))
    .limit(HITS_PER_KIND)
  return rows.map((row) => ({
    kind: "code",
    id: row.id,
    label: row.code,
    detail: [row.owner ?? row.email, row.retiredAt && `retired ${row.retiredAt.toISOString().slice(0, 10)}`]
      .filter(Boolean)
      .join(" · "),
    href: person(row.ownerId),
  }))
}

async function rest(db: DbOrTx, q: string): Promise<Hit[]> {
  const machines = await db
    .select({ id: nodes.id, name: nodes.name, ownerId: nodes.ownerId })
    .from(nodes)
    .where(or(eq(nodes.id, q as Id<"node">), eq(nodes.publicKey, q)))
    .limit(HITS_PER_KIND)
  const sessions = await db
    .select({ id: downloadSessions.id, userId: downloadSessions.userId, state: downloadSessions.state })
    .from(downloadSessions)
    .where(eq(downloadSessions.id, q as Id<"session">))
    .limit(HITS_PER_KIND)
  return [
    ...machines.map((n) => ({ kind: "node" as const, id: n.id, label: n.name, detail: n.id, href: person(n.ownerId) })),
    ...sessions.map((s) => ({
      kind: "session" as const,
      id: s.id,
      label: s.id,
      detail: s.state,
      href: person(s.userId),
    })),
  ]
}

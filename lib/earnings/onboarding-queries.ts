/** How far somebody's first steps have come: each read from the fact itself, with the moment it became one. */
import { and, asc, eq, isNotNull, isNull, lte, min, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { clicks } from "#db/schema/attribution.ts"
import { payees } from "#db/schema/auth.ts"
import { receipts } from "#db/schema/carriage.ts"
import { titles } from "#db/schema/catalog.ts"
import { orders } from "#db/schema/checkout.ts"
import { tickets } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { links, sites } from "#db/schema/fans.ts"
import { commissions } from "#db/schema/ledger.ts"
import { onboarding } from "#db/schema/onboarding.ts"
import { sitePages } from "#db/schema/pages.ts"
import type { OnboardingPath } from "#lib/fans/onboarding-state.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** In the order in which they usually come true. */
export const FIRST_STEPS = ["site", "copy", "page", "click", "demo", "byte", "sale", "payee", "matured"] as const
export type FirstStep = (typeof FIRST_STEPS)[number]

/** The site and the button the path from the landing page leads to; null as long as there is none. */
export type FirstButton = { siteId: Id<"site">; siteName: string; siteSlug: string; button: FirstLink | null }
export type FirstLink = { code: string; titleName: string; titleSlug: string }

export type Onboarding = {
  path: OnboardingPath
  steps: readonly { step: FirstStep; at: Date | null }[]
  doneCount: number
  folded: boolean
  /** Put away by hand. */
  away: boolean
  first: FirstButton | null
}

/** `now` is the platform's clock: what matures later is no matured cent yet. */
export async function onboardingOf(db: DbOrTx, userId: Id<"user">, now: Date): Promise<Onboarding> {
  const [row] = await db.select().from(onboarding).where(eq(onboarding.userId, userId))
  const at = await factsOf(db, userId, now)
  const moments: Readonly<Record<FirstStep, Date | null>> = { ...at, copy: row?.copiedAt ?? null }
  const steps = FIRST_STEPS.map((step) => ({ step, at: moments[step] }))
  return {
    path: row?.path ?? "fan",
    steps,
    doneCount: steps.filter((s) => s.at !== null).length,
    folded: row?.collapsed ?? false,
    away: row?.dismissedAt != null,
    first: await firstButton(db, userId),
  }
}

async function factsOf(
  db: DbOrTx,
  userId: Id<"user">,
  now: Date,
): Promise<Record<Exclude<FirstStep, "copy">, Date | null>> {
  const [site, page, click, demo, byte, sale, payee, matured] = await Promise.all([
    db
      .select({ at: min(sites.createdAt) })
      .from(sites)
      .where(eq(sites.ownerId, userId)),
    db
      .select({ at: min(sitePages.publishedAt) })
      .from(sitePages)
      .innerJoin(sites, eq(sites.id, sitePages.siteId))
      .where(eq(sites.ownerId, userId)),
    db
      .select({ at: min(clicks.at) })
      .from(clicks)
      .innerJoin(links, eq(links.id, clicks.linkId))
      .where(and(eq(links.ownerId, userId), isNull(clicks.flag), isNull(clicks.dupOf))),
    db
      .select({ at: min(entitlements.startsAt) })
      .from(entitlements)
      .where(and(eq(entitlements.referrerId, userId), eq(entitlements.kind, "demo"))),
    db
      .select({ at: min(receipts.receivedAt) })
      .from(receipts)
      .innerJoin(tickets, eq(tickets.jti, receipts.ticketJti))
      .where(eq(tickets.ownerId, userId)),
    db
      .select({ at: min(orders.capturedAt) })
      .from(orders)
      .where(eq(orders.referrerId, userId)),
    db
      .select({ at: min(payees.confirmedAt) })
      .from(payees)
      .where(eq(payees.userId, userId)),
    db
      .select({ at: min(commissions.maturesAt) })
      .from(commissions)
      .where(and(eq(commissions.userId, userId), isNull(commissions.heldReason), lte(commissions.maturesAt, now))),
  ])
  const first = (rows: { at: Date | null }[]) => rows[0]?.at ?? null
  return {
    site: first(site),
    page: first(page),
    click: first(click),
    demo: first(demo),
    byte: first(byte),
    sale: first(sale),
    payee: first(payee),
    matured: first(matured),
  }
}

/** The oldest site, and the oldest button on it that still counts and leads to a title on offer. */
async function firstButton(db: DbOrTx, userId: Id<"user">): Promise<FirstButton | null> {
  const [site] = await db
    .select({ siteId: sites.id, siteName: sites.name, siteSlug: sites.slug })
    .from(sites)
    .where(eq(sites.ownerId, userId))
    .orderBy(asc(sites.id))
    .limit(1)
  if (!site) return null
  const [button] = await db
    .select({ code: links.code, titleName: titles.name, titleSlug: titles.slug })
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .where(
      and(eq(links.ownerId, userId), isNotNull(links.siteId), isNull(links.archivedAt), eq(titles.state, "published")),
    )
    .orderBy(sql`${links.siteId} <> ${site.siteId}`, asc(links.id))
    .limit(1)
  return { ...site, button: button ?? null }
}

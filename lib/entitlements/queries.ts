/** Questions about rights: what may this account open, and until when. */
import { and, desc, eq, gt, isNull, or } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { releases, titles } from "#db/schema/catalog.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type Entitlement = typeof entitlements.$inferSelect

/** The account's live right to a title, a purchase before a demo; null when there is none at `at`. */
export async function findLiveEntitlement(
  db: DbOrTx,
  which: { userId: Id<"user">; titleId: Id<"title">; at: Date },
): Promise<Entitlement | null> {
  const [row] = await db
    .select()
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, which.userId),
        eq(entitlements.titleId, which.titleId),
        eq(entitlements.state, "active"),
        or(isNull(entitlements.endsAt), gt(entitlements.endsAt, which.at)),
      ),
    )
    // "purchase" sorts after "demo".
    .orderBy(desc(entitlements.kind))
    .limit(1)
  return row ?? null
}

/** Whether the account has bought the title and still owns it. */
export async function ownsTitle(db: DbOrTx, userId: Id<"user">, titleId: Id<"title">): Promise<boolean> {
  const [owned] = await db
    .select({ id: entitlements.id })
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, userId),
        eq(entitlements.titleId, titleId),
        eq(entitlements.kind, "purchase"),
        eq(entitlements.state, "active"),
      ),
    )
  return owned !== undefined
}

export type LibraryItem = {
  titleId: Id<"title">
  slug: string
  name: string
  kind: "purchase" | "demo"
  state: Entitlement["state"]
  startsAt: Date
  endsAt: Date | null
  /** base64url hash of the manifest the right stands for; null before a release is bound. */
  obj: string | null
  orderId: Id<"order"> | null
}

/** Everything an account has or had, newest first. */
export async function libraryOf(db: DbOrTx, userId: Id<"user">): Promise<LibraryItem[]> {
  return db
    .select({
      titleId: titles.id,
      slug: titles.slug,
      name: titles.name,
      kind: entitlements.kind,
      state: entitlements.state,
      startsAt: entitlements.startsAt,
      endsAt: entitlements.endsAt,
      obj: releases.manifestHash,
      orderId: entitlements.orderId,
    })
    .from(entitlements)
    .innerJoin(titles, eq(titles.id, entitlements.titleId))
    .leftJoin(releases, eq(releases.id, entitlements.releaseId))
    .where(eq(entitlements.userId, userId))
    .orderBy(desc(entitlements.startsAt))
}

/** Questions about rights: what may this account open, and until when. */
import { and, desc, eq, gt, isNull, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { publishers, releases, titles } from "#db/schema/catalog.ts"
import { entitlements, licences } from "#db/schema/entitlements.ts"
import { pictures } from "#db/schema/media.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { pictureColumns } from "#lib/media/queries.ts"

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

/** The one demo an account had or has of a title, running or ended; null when it never tried it. */
export async function findDemo(
  db: DbOrTx,
  which: { userId: Id<"user">; titleId: Id<"title"> },
): Promise<Entitlement | null> {
  const [row] = await db
    .select()
    .from(entitlements)
    .where(
      and(
        eq(entitlements.userId, which.userId),
        eq(entitlements.titleId, which.titleId),
        eq(entitlements.kind, "demo"),
      ),
    )
  return row ?? null
}

export type LibraryItem = {
  titleId: Id<"title">
  slug: string
  name: string
  hasCover: boolean
  cover: PictureView | null
  publisherName: string
  /** By an operator: nothing of it is sent to anybody. */
  takenDown: boolean
  /** Whether it can be bought now. */
  onOffer: boolean
  priceCents: Cents
  currency: string
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
      hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
      cover: pictureColumns,
      publisherName: publishers.name,
      takenDown: sql<boolean>`${titles.state} = 'taken_down'`,
      onOffer: sql<boolean>`(${titles.state} = 'published' and ${titles.priceCents} > 0)`,
      priceCents: titles.priceCents,
      currency: titles.currency,
      kind: entitlements.kind,
      state: entitlements.state,
      startsAt: entitlements.startsAt,
      endsAt: entitlements.endsAt,
      obj: releases.manifestHash,
      orderId: entitlements.orderId,
    })
    .from(entitlements)
    .innerJoin(titles, eq(titles.id, entitlements.titleId))
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))
    .leftJoin(releases, eq(releases.id, entitlements.releaseId))
    .where(eq(entitlements.userId, userId))
    .orderBy(desc(entitlements.startsAt))
}

export type LicenceView = {
  jti: string
  /** The device's public key; people tell devices apart by its first characters. */
  deviceKey: string
  mode: "demo" | "owned"
  version: string
  issuedAt: Date
  expiresAt: Date | null
}

/** The licences an account was given for a title, the newest of each device, newest first. */
export async function listLicences(db: DbOrTx, userId: Id<"user">, titleId: Id<"title">): Promise<LicenceView[]> {
  const rows = await db
    .select({
      jti: licences.jti,
      deviceKey: licences.deviceKey,
      mode: licences.mode,
      version: releases.version,
      issuedAt: licences.issuedAt,
      expiresAt: licences.expiresAt,
    })
    .from(licences)
    .innerJoin(entitlements, eq(entitlements.id, licences.entitlementId))
    .innerJoin(releases, eq(releases.id, licences.releaseId))
    .where(and(eq(entitlements.userId, userId), eq(entitlements.titleId, titleId)))
    .orderBy(desc(licences.issuedAt))
    .limit(LICENCES)
  const newest = new Map<string, LicenceView>()
  for (const row of rows) if (!newest.has(row.deviceKey)) newest.set(row.deviceKey, row)
  return [...newest.values()]
}

const LICENCES = 200

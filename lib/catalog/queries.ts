/** Questions about what can be had: titles, their releases, and what is needed to deliver one. */
import { and, asc, desc, eq, gt, isNotNull, isNull, ne, or, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { type PartLayout, publishers, releaseFiles, releases, titles } from "#db/schema/catalog.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable } from "#lib/kernel/ids.ts"
import type { Cents } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { pictureColumns } from "#lib/media/queries.ts"
import type { ReleaseState } from "./release-state.ts"
import type { DemoTerms, TitleKind, TitleState } from "./title-state.ts"

/** A title as the catalogue shows it. */
export type TitleView = {
  id: Id<"title">
  slug: string
  name: string
  tagline: string
  description: string
  kind: TitleKind
  state: TitleState
  priceCents: Cents
  currency: string
  demoTerms: DemoTerms
  /** Also while `cover` is still null: covers from before pictures are moved by a job, and `/titles/SLUG/cover` has both. */
  hasCover: boolean
  cover: PictureView | null
  publisherId: Id<"publisher">
  publisherName: string
  publisherOwnerId: Id<"user">
  publishedAt: Date | null
  /** What visitors are told where it was taken down. */
  takenDownNotice: string | null
}

const titleColumns = {
  id: titles.id,
  slug: titles.slug,
  name: titles.name,
  tagline: titles.tagline,
  description: titles.description,
  kind: titles.kind,
  state: titles.state,
  priceCents: titles.priceCents,
  currency: titles.currency,
  demoTerms: titles.demoTerms,
  hasCover: sql<boolean>`(${titles.coverId} is not null or ${titles.coverType} is not null)`,
  cover: pictureColumns,
  publisherId: titles.publisherId,
  publisherName: publishers.name,
  publisherOwnerId: publishers.ownerId,
  publishedAt: titles.publishedAt,
  takenDownNotice: titles.takenDownNotice,
}

const selectTitles = (db: DbOrTx) =>
  db
    .select(titleColumns)
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))

/** Any state: the caller decides who may see a draft. */
export async function findTitleBySlug(db: DbOrTx, slug: string): Promise<TitleView | null> {
  if (!isStorable(slug)) return null
  const [title] = await selectTitles(db).where(eq(titles.slug, slug))
  return title ?? null
}

/** By id or slug: what nodes and the command line name titles by. */
export async function findTitle(db: DbOrTx, idOrSlug: string): Promise<TitleView | null> {
  if (!isStorable(idOrSlug)) return null
  const [title] = await selectTitles(db).where(or(eq(titles.id, idOrSlug as Id<"title">), eq(titles.slug, idOrSlug)))
  return title ?? null
}

/** What is on offer, newest first. */
export const listPublishedTitles = (db: DbOrTx, limit = 200): Promise<TitleView[]> =>
  selectTitles(db).where(eq(titles.state, "published")).orderBy(desc(titles.publishedAt)).limit(limit)

/** A cover as it was sent before pictures had rows of their own; null when there is none, or it has been moved. */
export async function findOldCover(
  db: DbOrTx,
  titleId: Id<"title">,
): Promise<{ type: string; bytes: Uint8Array } | null> {
  const [row] = await db
    .select({ type: titles.coverType, bytes: titles.cover })
    .from(titles)
    .where(and(eq(titles.id, titleId), isNotNull(titles.coverType), isNull(titles.coverId)))
  return row?.type && row.bytes ? { type: row.type, bytes: row.bytes } : null
}

export async function findPublisherOf(db: DbOrTx, ownerId: Id<"user">) {
  const [publisher] = await db
    .select({ id: publishers.id, name: publishers.name, originMicrosPerGb: publishers.originMicrosPerGb })
    .from(publishers)
    .where(eq(publishers.ownerId, ownerId))
  return publisher ?? null
}

export type PublisherTitle = TitleView & { releaseCount: number; currentVersion: string | null }

const selectPublisherTitles = (db: DbOrTx) =>
  db
    .select({
      ...titleColumns,
      releaseCount: sql<number>`(select count(*)::int from ${releases} r where r.title_id = ${titles.id})`,
      currentVersion: sql<string | null>`(select r.version from ${releases} r
        where r.title_id = ${titles.id} and r.state = 'published' order by r.published_at desc, r.id desc limit 1)`,
    })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .leftJoin(pictures, eq(pictures.id, titles.coverId))

/** A publisher's desk: every title in any state, newest first. */
export const listTitlesOfPublisher = (db: DbOrTx, ownerId: Id<"user">): Promise<PublisherTitle[]> =>
  selectPublisherTitles(db).where(eq(publishers.ownerId, ownerId)).orderBy(desc(titles.createdAt))

/** The same by id, which is oldest first. */
export const pageOfPublisherTitles = (
  db: DbOrTx,
  ownerId: Id<"user">,
  { after, limit }: PageAfter<Id<"title">>,
): Promise<PublisherTitle[]> =>
  selectPublisherTitles(db)
    .where(and(eq(publishers.ownerId, ownerId), after ? gt(titles.id, after) : undefined))
    .orderBy(asc(titles.id))
    .limit(limit)

/** Throws `not_found` unless the title is this actor's own (a stranger learns nothing by asking). */
export async function getTitleForPublisher(db: DbOrTx, actor: Actor, idOrSlug: string): Promise<TitleView> {
  const title = await findTitle(db, idOrSlug)
  if (title?.publisherOwnerId !== actor.userId) throw new AppError("not_found", "You have no title of this name.")
  return title
}

/** A release as its publisher sees it on the way to the swarm. */
export type ReleaseView = {
  id: Id<"release">
  titleId: Id<"title">
  version: string
  state: ReleaseState
  failure: string | null
  /** Ciphertext bytes (S). */
  sizeBytes: number | null
  pieceBytes: number | null
  pieceCount: number | null
  manifestHash: string | null
  infoHash: string | null
  open: boolean
  progressBytes: number | null
  createdAt: Date
  publishedAt: Date | null
  /** Plaintext bytes announced and received, and files of the same. */
  plainBytes: number
  receivedBytes: number
  fileCount: number
  receivedCount: number
}

const releaseColumns = {
  id: releases.id,
  titleId: releases.titleId,
  version: releases.version,
  state: releases.state,
  failure: releases.failure,
  sizeBytes: releases.sizeBytes,
  pieceBytes: releases.pieceBytes,
  pieceCount: releases.pieceCount,
  manifestHash: releases.manifestHash,
  infoHash: releases.infoHash,
  open: releases.open,
  progressBytes: releases.progressBytes,
  createdAt: releases.createdAt,
  publishedAt: releases.publishedAt,
  plainBytes: sql<number>`coalesce(sum(${releaseFiles.sizeBytes}), 0)::float8`,
  receivedBytes: sql<number>`coalesce(sum(${releaseFiles.sizeBytes}) filter (where ${releaseFiles.receivedAt} is not null), 0)::float8`,
  fileCount: sql<number>`count(${releaseFiles.id})::int`,
  receivedCount: sql<number>`count(${releaseFiles.receivedAt})::int`,
}

const selectReleases = (db: DbOrTx) =>
  db.select(releaseColumns).from(releases).leftJoin(releaseFiles, eq(releaseFiles.releaseId, releases.id))

export const listReleases = (db: DbOrTx, titleId: Id<"title">): Promise<ReleaseView[]> =>
  selectReleases(db).where(eq(releases.titleId, titleId)).groupBy(releases.id).orderBy(desc(releases.createdAt))

export async function findRelease(db: DbOrTx, id: Id<"release">): Promise<ReleaseView | null> {
  const [release] = await selectReleases(db).where(eq(releases.id, id)).groupBy(releases.id)
  return release ?? null
}

/** Throws `not_found` unless the release belongs to a title of this actor. */
export async function getReleaseForPublisher(db: DbOrTx, actor: Actor, id: Id<"release">): Promise<ReleaseView> {
  const release = await findRelease(db, id)
  if (release) await getTitleForPublisher(db, actor, release.titleId)
  else throw new AppError("not_found", "You have no such release.")
  return release
}

export const listReleaseFiles = (db: DbOrTx, releaseId: Id<"release">) =>
  db
    .select({
      id: releaseFiles.id,
      part: releaseFiles.part,
      path: releaseFiles.path,
      sizeBytes: releaseFiles.sizeBytes,
      receivedAt: releaseFiles.receivedAt,
    })
    .from(releaseFiles)
    .where(eq(releaseFiles.releaseId, releaseId))
    .orderBy(desc(releaseFiles.part), asc(releaseFiles.position))

/** Everything delivery needs of a published release. */
export type DeliverableRelease = {
  id: Id<"release">
  titleId: Id<"title">
  slug: string
  titleName: string
  demoTerms: DemoTerms
  version: string
  state: ReleaseState
  titleState: TitleState
  open: boolean
  /** S: ciphertext bytes. */
  sizeBytes: number
  pieceBytes: number
  pieceCount: number
  parts: PartLayout[]
  /** Compact JWS. */
  manifest: string
  /** `obj`: base64url SHA-256 of the manifest. */
  manifestHash: string
  torrent: Uint8Array
  infoHash: string
  publishedAt: Date
}

const deliverableColumns = {
  id: releases.id,
  titleId: releases.titleId,
  slug: titles.slug,
  titleName: titles.name,
  demoTerms: titles.demoTerms,
  version: releases.version,
  state: releases.state,
  titleState: titles.state,
  open: releases.open,
  sizeBytes: sql<number>`${releases.sizeBytes}`.mapWith(releases.sizeBytes),
  pieceBytes: sql<number>`${releases.pieceBytes}`,
  pieceCount: sql<number>`${releases.pieceCount}`,
  parts: sql<PartLayout[]>`${releases.parts}`,
  manifest: sql<string>`${releases.manifest}`,
  manifestHash: sql<string>`${releases.manifestHash}`,
  torrent: sql<Uint8Array>`${releases.torrent}`.mapWith(releases.torrent),
  infoHash: sql<string>`${releases.infoHash}`,
  publishedAt: sql<Date>`${releases.publishedAt}`.mapWith(releases.publishedAt),
}

const selectDeliverable = (db: DbOrTx) =>
  db.select(deliverableColumns).from(releases).innerJoin(titles, eq(titles.id, releases.titleId))

/**
 * A release whose bytes are with the origin: published, or withdrawn after that (its buyers keep it).
 * Throws `not_found`.
 */
export async function getReleaseForDelivery(db: DbOrTx, releaseId: Id<"release">): Promise<DeliverableRelease> {
  const [release] = await selectDeliverable(db).where(and(eq(releases.id, releaseId), isNotNull(releases.manifestHash)))
  if (!release) throw new AppError("not_found", "This release is not published.")
  return release
}

/** By `obj` (the manifest's hash); null when no release has it. */
export async function findReleaseByObject(db: DbOrTx, obj: string): Promise<DeliverableRelease | null> {
  const [release] = await selectDeliverable(db).where(eq(releases.manifestHash, obj))
  return release ?? null
}

/** Open releases on offer, by info hash (40 hex digits): what the tracker serves. */
export async function listOpenInfoHashes(db: DbOrTx): Promise<string[]> {
  const rows = await db
    .select({ infoHash: deliverableColumns.infoHash })
    .from(releases)
    .innerJoin(titles, eq(titles.id, releases.titleId))
    .where(
      and(
        eq(releases.open, true),
        eq(releases.state, "published"),
        isNotNull(releases.infoHash),
        ne(titles.state, "taken_down"),
      ),
    )
  return rows.map((row) => row.infoHash)
}

/** The newest published release of a title: the one new sessions take. */
export async function currentRelease(db: DbOrTx, titleId: Id<"title">): Promise<DeliverableRelease | null> {
  const [release] = await selectDeliverable(db)
    .where(and(eq(releases.titleId, titleId), eq(releases.state, "published")))
    .orderBy(desc(releases.publishedAt), desc(releases.id))
    .limit(1)
  return release ?? null
}

/** The newest release whose bytes are with the origin, withdrawn or not: what a purchase under way still stands for. */
export async function newestDeliverable(db: DbOrTx, titleId: Id<"title">): Promise<DeliverableRelease | null> {
  const [release] = await selectDeliverable(db)
    .where(and(eq(releases.titleId, titleId), isNotNull(releases.manifestHash)))
    .orderBy(desc(releases.publishedAt), desc(releases.id))
    .limit(1)
  return release ?? null
}

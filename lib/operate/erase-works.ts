/** What the person put up: sites, links, nodes, a publisher's name and titles. Buyers keep what they bought. */
import { and, eq, inArray, isNotNull, isNull, notInArray } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { publishers, titlePictures, titles } from "#db/schema/catalog.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import { deviceCodes, nodes, stockings } from "#db/schema/delivery.ts"
import { linkChanges, linkImports, links, sites, siteTitles } from "#db/schema/fans.ts"
import { pictures, pictureUses } from "#db/schema/media.ts"
import { reviewNotes, titleReviews } from "#db/schema/operate.ts"
import { pageVersions, siteDomains, sitePages } from "#db/schema/pages.ts"
import { siteProofs } from "#db/schema/site-proofs.ts"
import { TITLE_TRANSITIONS } from "#lib/catalog/title-state.ts"
import { erasedLook } from "#lib/fans/erased-look.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { ERASED, type PersonWords } from "./erase-words.ts"

export async function eraseWorks(tx: Tx, words: PersonWords, at: Date): Promise<void> {
  await eraseSites(tx, words.userId, at)
  await erasePictures(tx, words.userId)
  await eraseCodes(tx, words.userId, at)
  await eraseNodes(tx, words.userId)
  await erasePublisher(tx, words)
}

async function eraseSites(tx: Tx, ownerId: Id<"user">, at: Date): Promise<void> {
  const own = await tx.select({ id: sites.id }).from(sites).where(eq(sites.ownerId, ownerId))
  for (const { id } of own) {
    await tx.delete(siteTitles).where(eq(siteTitles.siteId, id))
    await tx.delete(siteProofs).where(eq(siteProofs.siteId, id))
    await tx.delete(siteDomains).where(eq(siteDomains.siteId, id))
    await tx.delete(pageVersions).where(eq(pageVersions.siteId, id))
    await tx.delete(sitePages).where(eq(sitePages.siteId, id))
    await tx.delete(pictureUses).where(eq(pictureUses.usedBy, `page:${id}`))
    const blank = { slug: `erased-${id.slice(4)}`, name: ERASED, url: "https://erased.invalid", words: "" }
    await tx
      .update(sites)
      .set({ ...blank, hiddenAt: at, hiddenNotice: null })
      .where(eq(sites.id, id))
  }
  await tx
    .update(links)
    .set({ archivedAt: at })
    .where(and(eq(links.ownerId, ownerId), isNull(links.archivedAt)))
  const blank = { subId: null, name: "", tags: [], note: "", utm: null }
  await tx.update(links).set(blank).where(eq(links.ownerId, ownerId))
  await tx.update(linkChanges).set({ changes: [] }).where(eq(linkChanges.userId, ownerId))
  await tx.delete(linkImports).where(eq(linkImports.ownerId, ownerId))
}

/** The words go. A hash keeps them from others for a year: a code still stands in old posts, where it means this person. */
export async function eraseCodes(tx: Tx, ownerId: Id<"user">, at: Date): Promise<void> {
  const own = await tx.select().from(creatorCodes).where(eq(creatorCodes.ownerId, ownerId))
  for (const { id, look, retiredAt } of own) {
    const kept = look.startsWith("erased:") ? look : await erasedLook(look)
    await tx
      .update(creatorCodes)
      .set({ code: ERASED, look: kept, retiredAt: retiredAt ?? at })
      .where(eq(creatorCodes.id, id))
  }
}

/** Covers and galleries belong to the works; every other picture goes, its files with the next sweep. */
async function erasePictures(tx: Tx, ownerId: Id<"user">): Promise<void> {
  const covers = tx.select({ id: titles.coverId }).from(titles).where(isNotNull(titles.coverId))
  const galleries = tx.select({ id: titlePictures.pictureId }).from(titlePictures)
  const shown = tx.select({ id: pictureUses.pictureId }).from(pictureUses)
  await tx
    .delete(pictures)
    .where(
      and(
        eq(pictures.ownerId, ownerId),
        notInArray(pictures.id, covers),
        notInArray(pictures.id, galleries),
        notInArray(pictures.id, shown),
      ),
    )
}

async function eraseNodes(tx: Tx, ownerId: Id<"user">): Promise<void> {
  const own = await tx.select({ id: nodes.id }).from(nodes).where(eq(nodes.ownerId, ownerId))
  const ids = own.map((node) => node.id)
  if (ids.length === 0) return
  await tx.delete(stockings).where(inArray(stockings.nodeId, ids))
  await tx.delete(deviceCodes).where(inArray(deviceCodes.nodeId, ids))
  const nowhere = { observedAddress: null, networkGroup: null, port: null, reachedEndpoint: null, reachedAt: null }
  await tx
    .update(nodes)
    .set({ name: ERASED, state: "removed", ...nowhere, unreachableReason: null })
    .where(inArray(nodes.id, ids))
}

async function erasePublisher(tx: Tx, words: PersonWords): Promise<void> {
  const [publisher] = await tx.select().from(publishers).where(eq(publishers.ownerId, words.userId))
  if (!publisher) return
  words.names.add(publisher.name)
  await tx.update(publishers).set({ name: ERASED }).where(eq(publishers.id, publisher.id))
  const { from, to } = TITLE_TRANSITIONS.withdraw
  const own = eq(titles.publisherId, publisher.id)
  await tx
    .update(titles)
    .set({ state: to })
    .where(and(own, inArray(titles.state, [...from])))
  const reviews = tx
    .select({ id: titleReviews.id })
    .from(titleReviews)
    .innerJoin(titles, eq(titles.id, titleReviews.titleId))
    .where(own)
  await tx
    .update(reviewNotes)
    .set({ text: ERASED })
    .where(and(eq(reviewNotes.by, "publisher"), inArray(reviewNotes.reviewId, reviews)))
}

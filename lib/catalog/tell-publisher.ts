/** Tells the publisher that a release stands in the swarm, or why it does not. */
import { eq } from "drizzle-orm"
import type { Tx } from "#db/client.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { notify } from "#lib/notices/notify.ts"

type Release = { releaseId: Id<"release">; titleId: Id<"title">; version: string }

/** `failure` null: it is published. */
export async function tellPublisher(
  tx: Tx,
  { releaseId, titleId, version }: Release,
  { failure, at }: { failure: string | null; at: Date },
): Promise<void> {
  const [title] = await tx
    .select({ title: titles.name, slug: titles.slug, userId: publishers.ownerId })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .where(eq(titles.id, titleId))
  if (!title) return
  const { userId, ...about } = title
  if (failure === null) {
    const payload = { ...about, version }
    return notify(tx, { userId, kind: "release-published", key: `published:${releaseId}`, payload, at })
  }
  const payload = { ...about, version, reason: failure }
  await notify(tx, { userId, kind: "release-failed", key: `failed:${releaseId}:${at.toISOString()}`, payload, at })
}

/** Makes pictures of covers that lie in the database as they were sent, a few at a time, until there is none. */
import { and, eq, isNotNull, isNull } from "drizzle-orm"
import { inTx } from "#db/client.ts"
import { publishers, titles } from "#db/schema/catalog.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { acceptPicture } from "#lib/media/accept-picture.ts"
import { findOldCover } from "./queries.ts"

const AT_A_TIME = 5

/** A cover that is no picture by today's rules is taken off: it would be shown to nobody. A full quota waits. */
export async function moveOldCovers(deps: Pick<Deps, "db" | "clock" | "config">): Promise<{ moved: number }> {
  const waiting = await deps.db
    .select({ titleId: titles.id, userId: publishers.ownerId })
    .from(titles)
    .innerJoin(publishers, eq(publishers.id, titles.publisherId))
    .where(and(isNotNull(titles.cover), isNull(titles.coverId)))
    .limit(AT_A_TIME)
  let moved = 0
  for (const { titleId, userId } of waiting) if (await moveCover(deps, titleId, userId)) moved++
  return { moved }
}

async function moveCover(deps: Pick<Deps, "db" | "clock" | "config">, titleId: Id<"title">, userId: Id<"user">) {
  const old = await findOldCover(deps.db, titleId)
  if (!old) return false
  const picture = await acceptPicture(deps, { actor: { userId }, bytes: old.bytes, purpose: "page" }).catch(
    nullWhenRefused,
  )
  if (picture === "later") return false
  await inTx(deps.db, "move-cover", (tx) =>
    tx
      .update(titles)
      .set({ coverId: picture?.id ?? null, coverType: null, cover: null })
      .where(and(eq(titles.id, titleId), isNull(titles.coverId))),
  )
  return true
}

function nullWhenRefused(error: unknown): null | "later" {
  if (!(error instanceof AppError)) throw error
  return error.code === "too_many" || error.code === "unavailable" ? "later" : null
}

/** Questions about a fan's creator codes. */
import { and, asc, desc, eq, gt, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

export type CodeView = { codeId: Id<"code">; code: string; claimedAt: Date; retiredAt: Date | null }

const selectCodes = (db: DbOrTx) =>
  db
    .select({
      codeId: creatorCodes.id,
      code: creatorCodes.code,
      claimedAt: creatorCodes.claimedAt,
      retiredAt: creatorCodes.retiredAt,
    })
    .from(creatorCodes)

/** Living ones first, then the retired, each newest first; at most a hundred. */
export const listCodes = (db: DbOrTx, ownerId: Id<"user">): Promise<CodeView[]> =>
  selectCodes(db)
    .where(eq(creatorCodes.ownerId, ownerId))
    .orderBy(sql`${creatorCodes.retiredAt} desc nulls first`, desc(creatorCodes.claimedAt))
    .limit(100)

/** All of them by id, which is oldest first. */
export const pageOfCodes = (
  db: DbOrTx,
  ownerId: Id<"user">,
  { after, limit }: PageAfter<Id<"code">>,
): Promise<CodeView[]> =>
  selectCodes(db)
    .where(and(eq(creatorCodes.ownerId, ownerId), after ? gt(creatorCodes.id, after) : undefined))
    .orderBy(asc(creatorCodes.id))
    .limit(limit)

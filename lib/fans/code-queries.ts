/** Questions about a fan's creator codes. */
import { desc, eq, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type CodeView = { codeId: Id<"code">; code: string; claimedAt: Date; retiredAt: Date | null }

/** Living ones first, then the retired, each newest first; at most a hundred. */
export const listCodes = (db: DbOrTx, ownerId: Id<"user">): Promise<CodeView[]> =>
  db
    .select({
      codeId: creatorCodes.id,
      code: creatorCodes.code,
      claimedAt: creatorCodes.claimedAt,
      retiredAt: creatorCodes.retiredAt,
    })
    .from(creatorCodes)
    .where(eq(creatorCodes.ownerId, ownerId))
    .orderBy(sql`${creatorCodes.retiredAt} desc nulls first`, desc(creatorCodes.claimedAt))
    .limit(100)

/** By what a fan brought somebody, as the fan may know it: an own link and the tag on its click, or an own code; nothing of a buyer. */
import { and, eq, type SQL, type SQLWrapper } from "drizzle-orm"
import { clicks } from "#db/schema/attribution.ts"
import { creatorCodes } from "#db/schema/codes.ts"
import { links } from "#db/schema/fans.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type WinningTouch = {
  linkId: Id<"link"> | null
  linkCode: string | null
  /** As the click had it; null once the click is gone. */
  subId: string | null
  code: string | null
}

/** Columns for a query that joins links, clicks and codes by `ownTouch`. */
export const winningTouch = {
  linkId: links.id,
  linkCode: links.code,
  subId: clicks.subId,
  code: creatorCodes.code,
}

type Won = { linkId: SQLWrapper; clickId: SQLWrapper; codeId: SQLWrapper }

/** What to join by; of other fans' touches nothing is found. */
export const ownTouch = (won: Won, fanId: Id<"user">): Record<"link" | "click" | "code", SQL | undefined> => ({
  link: and(eq(links.id, won.linkId), eq(links.ownerId, fanId)),
  click: and(eq(clicks.id, won.clickId), eq(clicks.linkId, links.id)),
  code: and(eq(creatorCodes.id, won.codeId), eq(creatorCodes.ownerId, fanId)),
})

/** A fan makes a referral link to a title, on one of the fan's sites or on none, with an optional tag of the fan's own. */
import { count, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { links } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { lockOwner } from "#lib/fans/create-site.ts"
import { newLinkCode, parseSubId } from "#lib/fans/link-code.ts"
import { getOfferedTitle, getOwnSite } from "#lib/fans/queries.ts"
import { LINKS_PER_OWNER } from "#lib/fans/site.ts"
import { AppError, invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

export type NewLink = { actor: Actor; titleId: Id<"title">; siteId?: Id<"site"> | null; subId?: string | null }

/** Errors: invalid_input (subId), not_found (title or site), conflict (too many links). */
export async function createLink(
  deps: Pick<Deps, "db" | "clock">,
  input: NewLink,
): Promise<{ linkId: Id<"link">; code: string }> {
  const subId = checkSubId(input.subId)
  const at = deps.clock.now()
  return inTx(deps.db, "create-link", async (tx) => {
    const ownerId = input.actor.userId
    await lockOwner(tx, ownerId)
    const siteId = input.siteId ?? null
    if (siteId) await getOwnSite(tx, ownerId, siteId)
    await getOfferedTitle(tx, input.titleId)
    await refuseTooMany(tx, ownerId)
    return insertLink(tx, { ownerId, siteId, titleId: input.titleId, subId, at })
  })
}

type LinkRow = { ownerId: Id<"user">; siteId: Id<"site"> | null; titleId: Id<"title">; subId: string | null; at: Date }

/** Writes the row under a code nobody has. 40 random bits meet an old code once in a million tries; five tries are plenty. */
export async function insertLink(tx: Tx, row: LinkRow): Promise<{ linkId: Id<"link">; code: string }> {
  const linkId = newId("link", row.at)
  for (let i = 0; i < 5; i++) {
    const code = newLinkCode()
    const made = await tx
      .insert(links)
      .values({ ...row, id: linkId, code, createdAt: row.at })
      .onConflictDoNothing({ target: links.code })
      .returning({ id: links.id })
    if (made.length === 1) return { linkId, code }
  }
  invariant(false, "no free link code in five tries")
}

function checkSubId(raw: string | null | undefined): string | null {
  if (!raw?.trim()) return null
  const subId = parseSubId(raw.trim())
  if (subId) return subId
  throw new AppError("invalid_input", "A sub-id is 1 to 64 letters, digits, dots, hyphens or underscores.", {
    field: "subId",
  })
}

async function refuseTooMany(tx: Tx, ownerId: Id<"user">): Promise<void> {
  const [row] = await tx.select({ n: count() }).from(links).where(eq(links.ownerId, ownerId))
  if ((row?.n ?? 0) >= LINKS_PER_OWNER)
    throw new AppError("conflict", `An account has at most ${LINKS_PER_OWNER} links.`)
}

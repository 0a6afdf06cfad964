/** A fan makes a referral link to a title, on one of the fan's sites or on none, under a code given or of the fan's choosing. */
import { count, eq, inArray } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { links } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { lockOwner } from "#lib/auth/lock-owner.ts"
import type { Deps } from "#lib/deps.ts"
import { checkLinkCode, codesLike, lookOf, newLinkCode } from "#lib/fans/link-code.ts"
import { markSeen } from "#lib/fans/link-state-sql.ts"
import { type CheckedWish, checkLinkWish, type LinkWish } from "#lib/fans/link-wish.ts"
import { getOfferedTitle, getOwnSite } from "#lib/fans/queries.ts"
import { LINKS_PER_OWNER } from "#lib/fans/site.ts"
import { AppError, invariant } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

export type NewLink = LinkWish & {
  actor: Actor
  titleId: Id<"title">
  siteId?: Id<"site"> | null
  /** The fan's own choice; left out or "", one is given. */
  code?: string
  /** Asking twice under one id makes one link: a form brings the id along. */
  linkId?: Id<"link">
}

export type Made = { linkId: Id<"link">; code: string }

/** Errors: invalid_input (field), not_found (title or site), already_exists (code), conflict (too many links). */
export async function createLink(deps: Pick<Deps, "db" | "clock">, input: NewLink): Promise<Made> {
  const wish = checkLinkWish(input)
  const code = input.code?.trim() ? checkLinkCode(input.code) : null
  const at = deps.clock.now()
  return inTx(deps.db, "create-link", async (tx) => {
    const ownerId = input.actor.userId
    await lockOwner(tx, ownerId)
    const before = input.linkId && (await madeBefore(tx, ownerId, input.linkId))
    if (before) return before
    const siteId = input.siteId ?? null
    if (siteId) await getOwnSite(tx, ownerId, siteId)
    requirePage(wish.destination, siteId)
    await getOfferedTitle(tx, input.titleId)
    await refuseTooMany(tx, ownerId, 1)
    const id = input.linkId ? { linkId: input.linkId } : {}
    return insertLink(tx, { ...wish, ...id, ownerId, siteId, titleId: input.titleId, code, at })
  })
}

export type LinkRow = CheckedWish & {
  ownerId: Id<"user">
  siteId: Id<"site"> | null
  titleId: Id<"title">
  linkId?: Id<"link">
  /** Left out or null: one that nobody has. */
  code?: string | null
  at: Date
}

/** Writes the row. 40 random bits meet an old code once in a million tries; five tries are plenty. Errors: already_exists (code). */
export async function insertLink(tx: Tx, row: LinkRow): Promise<Made> {
  for (let i = 0; i < 5; i++) {
    const made = await tryInsert(tx, row, row.code ?? newLinkCode())
    if (made) return made
    if (row.code) throw await codeTaken(tx, row.code)
  }
  invariant(false, "no free link code in five tries")
}

async function tryInsert(tx: Tx, { linkId, at, ...row }: LinkRow, code: string): Promise<Made | null> {
  const id = linkId ?? newId("link", at)
  // Of the code as of its look: whichever is taken, the row is not written.
  const made = await tx
    .insert(links)
    .values({ ...row, id, code, look: lookOf(code), createdAt: at })
    .onConflictDoNothing()
    .returning({ id: links.id })
  if (made.length === 0) return null
  await markSeen(tx, [id])
  return { linkId: id, code }
}

/** A refusal that names a code that is free. */
export async function codeTaken(tx: Tx, code: string): Promise<AppError> {
  const wishes = codesLike(code)
  const taken = await takenLooks(tx, wishes.map(lookOf))
  const free = wishes.find((wish) => !taken.has(lookOf(wish))) ?? newLinkCode()
  return new AppError("already_exists", `The code ${code} is taken, or looks like one that is; ${free} is free.`, {
    field: "code",
  })
}

/** Those of the looks that some link has. */
export async function takenLooks(tx: Tx, looks: readonly string[]): Promise<Set<string>> {
  if (looks.length === 0) return new Set()
  const rows = await tx
    .select({ look: links.look })
    .from(links)
    .where(inArray(links.look, [...looks]))
  return new Set(rows.map((row) => row.look))
}

/** A link can lead to the page of its own site alone. */
export function requirePage(destination: string | undefined, siteId: Id<"site"> | null): void {
  if (destination === "page" && siteId === null)
    throw new AppError("invalid_input", "Choose the site whose page the link leads to.", { field: "siteId" })
}

async function madeBefore(tx: Tx, ownerId: Id<"user">, linkId: Id<"link">): Promise<Made | null> {
  const [link] = await tx.select().from(links).where(eq(links.id, linkId))
  if (!link) return null
  if (link.ownerId !== ownerId) throw new AppError("conflict", "This form is spent; load the page again.")
  return { linkId: link.id, code: link.code }
}

export async function refuseTooMany(tx: Tx, ownerId: Id<"user">, more: number): Promise<void> {
  const [row] = await tx.select({ n: count() }).from(links).where(eq(links.ownerId, ownerId))
  if ((row?.n ?? 0) + more > LINKS_PER_OWNER)
    throw new AppError("conflict", `An account has at most ${LINKS_PER_OWNER} links.`)
}

/** A fan changes a link: where it leads, what is added to the address, what it is called. Its code stays for ever. */
import { and, eq } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { type FieldChange, linkChanges, links, sites } from "#db/schema/fans.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { requirePage } from "#lib/fans/create-link.ts"
import type { LinkUtm } from "#lib/fans/destination.ts"
import { markSeen } from "#lib/fans/link-state-sql.ts"
import { type CheckedWish, checkLinkWish, type LinkWish } from "#lib/fans/link-wish.ts"
import { getOfferedTitle, getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** What is left out stays as it is. */
export type EditLink = LinkWish & {
  actor: Actor
  linkId: Id<"link">
  titleId?: Id<"title">
  siteId?: Id<"site"> | null
}

type Link = typeof links.$inferSelect
type Next = CheckedWish & { titleId?: Id<"title">; siteId?: Id<"site"> | null }

/**
 * Clicks from before a change of title go on counting for the title they led to. Changing nothing is a no-op.
 * Errors: invalid_input (field), not_found (link, title, site).
 */
export async function editLink(deps: Pick<Deps, "db" | "clock" | "caches">, input: EditLink): Promise<void> {
  const { titleId, siteId } = input
  const next: Next = {
    ...checkLinkWish(input),
    ...(titleId !== undefined && { titleId }),
    ...(siteId !== undefined && { siteId }),
  }
  const changed = await inTx(deps.db, "edit-link", async (tx) => {
    const link = await lockOwnLink(tx, input)
    await checkTargets(tx, link, next)
    const changes = await changesOf(tx, link, next)
    if (changes.length === 0) return false
    await tx.update(links).set(next).where(eq(links.id, link.id))
    const titleBefore = next.titleId !== undefined && next.titleId !== link.titleId ? link.titleId : null
    const row = { linkId: link.id, userId: input.actor.userId, at: deps.clock.now(), changes, titleBefore }
    await tx.insert(linkChanges).values(row)
    await markSeen(tx, [link.id])
    return true
  })
  if (changed) await deps.caches.linkChanged(input.linkId)
}

/** Locked, so that two changes at once make two lines of history that fit each other. Errors: not_found. */
export async function lockOwnLink(tx: Tx, { actor, linkId }: { actor: Actor; linkId: Id<"link"> }): Promise<Link> {
  const mine = and(eq(links.id, linkId), eq(links.ownerId, actor.userId))
  const [link] = await tx.select().from(links).where(mine).for("update")
  if (!link) throw new AppError("not_found", "You have no such link.")
  return link
}

async function checkTargets(tx: Tx, link: Link, next: Next): Promise<void> {
  if (next.titleId && next.titleId !== link.titleId) await getOfferedTitle(tx, next.titleId)
  if (next.siteId && next.siteId !== link.siteId) await getOwnSite(tx, link.ownerId, next.siteId)
  requirePage(next.destination ?? link.destination, next.siteId === undefined ? link.siteId : next.siteId)
}

/** Field by field, in words a person reads later, when titles and sites may be gone. */
async function changesOf(tx: Tx, link: Link, next: Next): Promise<FieldChange[]> {
  const fields = (Object.keys(next) as (keyof Next)[]).filter((field) => !same(next[field], link[field]))
  return Promise.all(
    fields.map(async (field) => ({
      field,
      before: await inWords(tx, field, link[field]),
      after: await inWords(tx, field, next[field]),
    })),
  )
}

const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b)
/** The database keeps the keys of JSON in an order of its own. */
const canonical = (value: unknown): string => (isUtm(value) ? utmInWords(value) : JSON.stringify(value ?? null))

async function inWords(tx: Tx, field: keyof Next, value: unknown): Promise<string> {
  if (value === null || value === undefined) return ""
  if (field === "titleId") return nameOf(tx, titles, value as Id<"title">)
  if (field === "siteId") return nameOf(tx, sites, value as Id<"site">)
  if (isUtm(value)) return utmInWords(value)
  return Array.isArray(value) ? value.join(", ") : String(value)
}

async function nameOf(tx: Tx, table: typeof titles | typeof sites, id: string): Promise<string> {
  const [row] = await tx
    .select({ name: table.name })
    .from(table)
    .where(eq(table.id, id as never))
  return row?.name ?? ""
}

const isUtm = (value: unknown): value is LinkUtm => typeof value === "object" && value !== null && "pass" in value

/** `utm_medium=*` for one that is passed on. */
const utmInWords = ({ pass, own }: LinkUtm): string =>
  [...pass.map((key) => `${key}=*`), ...Object.entries(own).map(([key, value]) => `${key}=${value}`)].sort().join(" ")

/** Looks whether a domain's DNS names its token: when the fan asks, and once a day for as long as it shows a page. */
import { and, asc, eq, isNotNull, lt } from "drizzle-orm"
import { type Db, inTx, type Tx } from "#db/client.ts"
import { sites } from "#db/schema/fans.ts"
import { siteDomains } from "#db/schema/pages.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { getOwnSite } from "#lib/fans/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { addDays, addMs, HOUR_MS } from "#lib/kernel/period.ts"
import { notify } from "#lib/notices/notify.ts"
import { isProven, recordOf } from "#lib/outside/txt-proof.ts"

/** A day's failure may be a provider's; after this many the domain is let go. */
const GRACE_DAYS = 3
const CHECK_EVERY_MS = 24 * HOUR_MS
const CHECKED_AT_ONCE = 200

const NOT_FOUND = m("The record is not there yet. DNS can take an hour to tell everybody; then check again.")
const NO_ANSWER = m("DNS did not answer. Check again in a few minutes.")

export type Checked = { verified: boolean; error: string | null }
type Row = { domain: string; siteId: Id<"site">; token: string; verifiedAt: Date | null; failingSince: Date | null }

/** Asks DNS now and keeps what it said; a verified domain stays so for three days of failing. Errors: not_found. */
export async function verifyDomain(
  deps: Pick<Deps, "db" | "clock" | "outside">,
  input: { actor: Actor; siteId: Id<"site">; domain: string },
): Promise<Checked> {
  await getOwnSite(deps.db, input.actor.userId, input.siteId)
  const [row] = await deps.db
    .select()
    .from(siteDomains)
    .where(and(eq(siteDomains.domain, input.domain), eq(siteDomains.siteId, input.siteId)))
  if (!row) throw gone()
  return check(deps, row)
}

/** The daily look at every verified domain; tells its fan when one is lost. Gives how many were looked at. */
export async function checkDomains(deps: Pick<Deps, "db" | "clock" | "outside">): Promise<number> {
  const due = lt(siteDomains.lastCheckedAt, addMs(deps.clock.now(), -CHECK_EVERY_MS))
  const rows = await deps.db
    .select()
    .from(siteDomains)
    .where(and(isNotNull(siteDomains.verifiedAt), due))
    .orderBy(asc(siteDomains.lastCheckedAt))
    .limit(CHECKED_AT_ONCE)
  // One that was removed meanwhile is nobody's failure.
  for (const row of rows) await check(deps, row).catch(unlessGone)
  return rows.length
}

const gone = () => new AppError("not_found", "This site has no such domain.")
function unlessGone(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

async function check(deps: Pick<Deps, "db" | "clock" | "outside">, row: Row): Promise<Checked> {
  const { recordName, recordValue } = recordOf(row.domain, row.token)
  const error = await deps.outside.txt(recordName).then(
    (records) => (isProven(records, recordValue) ? null : NOT_FOUND),
    () => NO_ANSWER,
  )
  return keep(deps.db, row, error, deps.clock.now())
}

/** The row is asked for again by its token: it may have been removed, or named anew, while DNS was thinking. */
async function keep(db: Db, row: Row, error: string | null, at: Date): Promise<Checked> {
  const failingSince = error === null || row.verifiedAt === null ? null : (row.failingSince ?? at)
  const isLost = failingSince !== null && failingSince <= addDays(at, -GRACE_DAYS)
  const verifiedAt = error === null ? (row.verifiedAt ?? at) : isLost ? null : row.verifiedAt
  return inTx(db, "keep-domain-check", async (tx) => {
    const kept = await tx
      .update(siteDomains)
      .set({ lastCheckedAt: at, lastError: error, verifiedAt, failingSince: isLost ? null : failingSince })
      .where(and(eq(siteDomains.domain, row.domain), eq(siteDomains.token, row.token)))
      .returning({ domain: siteDomains.domain })
    if (kept.length === 0) throw gone()
    if (isLost) await tellOwner(tx, row, at)
    return { verified: verifiedAt !== null, error }
  })
}

async function tellOwner(tx: Tx, { domain, siteId }: Row, at: Date): Promise<void> {
  const [owner] = await tx.select({ userId: sites.ownerId }).from(sites).where(eq(sites.id, siteId))
  if (!owner) return
  const key = `domain-lost ${domain} ${at.toISOString()}`
  await notify(tx, { userId: owner.userId, kind: "domain-lost", key, payload: { host: domain, siteId }, at })
}

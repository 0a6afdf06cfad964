/** The watch over fans' own sites: once a day each is asked whether it is still there, because its links stand on it. */
import { and, asc, eq, isNull, lt, or, sql } from "drizzle-orm"
import type { Db } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { sites } from "#db/schema/fans.ts"
import type { Deps } from "#lib/deps.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays, SECOND_MS } from "#lib/kernel/period.ts"
import type { Outside } from "#lib/outside/fetch-outside.ts"
import { OutsideError } from "#lib/outside/outside-error.ts"

/** A host that is moved or mended is back by then. */
const GRACE_DAYS = 3
const LOOK_EVERY_DAYS = 1
/** In an hour: 4 800 sites a day, each for ten seconds at most, eight at a time. */
const SITES_AT_ONCE = 200
const ASKED_AT_ONCE = 8
/** Nothing of the page is read but that it is there. */
const LIMITS = { bodyBytes: 1_024, whenLarger: "cut", totalMs: 10 * SECOND_MS } as const

type Site = { siteId: Id<"site">; url: string; failingSince: Date | null; silentSince: Date | null }

/** Asks the sites that are due and notes what they said; `watchLinks` tells of it. Gives how many were asked. */
export async function watchSites(deps: Pick<Deps, "db" | "clock" | "outside">): Promise<number> {
  const due = await dueSites(deps.db, deps.clock.now())
  for (let i = 0; i < due.length; i += ASKED_AT_ONCE) {
    const some = due.slice(i, i + ASKED_AT_ONCE)
    await Promise.all(some.map(async (site) => note(deps, site, await isThere(deps.outside, site.url))))
  }
  return due.length
}

/** Those with a link that counts; a site without one concerns nobody. */
const dueSites = (db: Db, now: Date): Promise<Site[]> =>
  db
    .select({ siteId: sites.id, url: sites.url, failingSince: sites.failingSince, silentSince: sites.silentSince })
    .from(sites)
    .innerJoin(users, eq(users.id, sites.ownerId))
    .where(
      and(
        isNull(users.suspendedAt),
        isNull(sites.hiddenAt),
        or(isNull(sites.lookedAt), lt(sites.lookedAt, addDays(now, -LOOK_EVERY_DAYS))),
        sql`exists (select 1 from link l where l.site_id = ${sites.id} and l.archived_at is null)`,
      ),
    )
    .orderBy(sql`${sites.lookedAt} nulls first`, asc(sites.id))
    .limit(SITES_AT_ONCE)

/** Null when that cannot be said: a network we may not enter, or one that keeps us out. */
async function isThere(outside: Pick<Outside, "fetch">, url: string): Promise<boolean | null> {
  try {
    const { status } = await outside.fetch({ url, limits: LIMITS })
    return status < 500 && status !== 404 && status !== 410
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error
    if (error.code === "private_address" || error.code === "bad_address") return null
    // It answered, if only with more than we care to follow.
    return error.code === "too_large" || error.code === "too_many_redirects"
  }
}

async function note({ db, clock }: Pick<Deps, "db" | "clock">, site: Site, there: boolean | null): Promise<void> {
  const at = clock.now()
  const failingSince = there === false ? (site.failingSince ?? at) : null
  const isSilent = failingSince !== null && failingSince <= addDays(at, -GRACE_DAYS)
  const silentSince = isSilent ? (site.silentSince ?? at) : null
  // The address may have been changed while it was asked.
  const same = and(eq(sites.id, site.siteId), eq(sites.url, site.url))
  await db.update(sites).set({ lookedAt: at, failingSince, silentSince }).where(same)
}

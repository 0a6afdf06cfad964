/** The watch over links: whatever happens to the place a link leads to, its fan hears of it once. */
import { and, asc, eq, gt, inArray, isNull, like, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { links, sites } from "#db/schema/fans.ts"
import { notices } from "#db/schema/notices.ts"
import type { Deps } from "#lib/deps.ts"
import { isDead, type LinkState } from "#lib/fans/link-state.ts"
import { linkStateSql } from "#lib/fans/link-state-sql.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import { type NewNotice, notifyAll } from "#lib/notices/notify.ts"
import { type ProgramNews, tellPrograms } from "#lib/notices/tell-programs.ts"

/** A popular title's end concerns many thousands of links; each round is one short tx. */
const LINKS_AT_ONCE = 1_000
/** A round that finds this many again is followed by another at once. */
const ROUNDS = 50

/** Looks at every link that counts; gives how many are in another state than their fan last saw. */
export async function watchLinks(deps: Pick<Deps, "db" | "clock">): Promise<number> {
  let changed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const found = await inTx(deps.db, "watch-links", (tx) => watchSome(tx, deps.clock.now()))
    changed += found
    if (found < LINKS_AT_ONCE) break
  }
  return changed
}

type Changed = {
  linkId: Id<"link">
  ownerId: Id<"user">
  state: LinkState
  titleId: Id<"title">
  title: string
  siteId: Id<"site"> | null
  site: string | null
  url: string | null
}

async function watchSome(tx: Tx, at: Date): Promise<number> {
  const rows = await changedLinks(tx)
  for (const [state, some] of Map.groupBy(rows, (row) => row.state)) {
    const ids = some.map((row) => row.linkId)
    await tx.update(links).set({ watched: state }).where(inArray(links.id, ids))
  }
  const news = [...Map.groupBy(rows, subjectOf).values()].flatMap((group) => noticeOf(group, at) ?? [])
  await notifyAll(tx, await unlessTold(tx, news, at))
  await tellPrograms(
    tx,
    rows.flatMap((row) => programNewsOf(row, at) ?? []),
  )
  return rows.length
}

const changedLinks = (tx: Tx): Promise<Changed[]> =>
  tx
    .select({
      linkId: links.id,
      ownerId: links.ownerId,
      state: linkStateSql,
      titleId: titles.id,
      title: titles.name,
      siteId: sites.id,
      site: sites.name,
      url: sites.url,
    })
    .from(links)
    .innerJoin(titles, eq(titles.id, links.titleId))
    .innerJoin(users, eq(users.id, links.ownerId))
    .leftJoin(sites, eq(sites.id, links.siteId))
    .where(and(isNull(links.archivedAt), isNull(users.suspendedAt), sql`${links.watched} <> ${linkStateSql}`))
    .orderBy(asc(links.ownerId), asc(links.id))
    .limit(LINKS_AT_ONCE)

/** A hundred links to one title are one piece of news. */
const subjectOf = ({ ownerId, state, titleId, siteId }: Changed): string =>
  `${ownerId} ${state} ${state === "page_unpublished" || state === "site_silent" ? siteId : titleId}`

/** People hear of a title once; programs keep lists of links. */
const programNewsOf = ({ ownerId: userId, linkId, state }: Changed, at: Date): ProgramNews | null =>
  isDead(state) ? { userId, type: "link.dead", key: `link:${linkId}:${at.toISOString()}`, about: { linkId }, at } : null

/** Null where nothing bad has happened, or where the act itself has told the fan. */
function noticeOf(group: readonly Changed[], at: Date): NewNotice | null {
  const [{ ownerId: userId, state, titleId, title, siteId, site, url }] = group as [Changed]
  const count = String(group.length)
  const about = { userId, at, key: `link-${state}:${siteId ?? titleId}:${titleId}:${at.toISOString()}` }
  if (state === "withdrawn" || state === "taken_down")
    return {
      ...about,
      key: `link-withdrawn:${titleId}:${at.toISOString()}`,
      kind: "link-withdrawn",
      payload: { title, links: count },
    }
  if (state === "free") return { ...about, kind: "link-free", payload: { title, links: count } }
  if (siteId === null || site === null || url === null) return null
  if (state === "page_unpublished") return { ...about, kind: "link-page-out", payload: { site, siteId, links: count } }
  if (state === "site_silent") return { ...about, kind: "site-silent", payload: { site, siteId, url } }
  return null
}

/** Who withdraws a title tells its fans in the same tx; the watch speaks only where that was forgotten. */
async function unlessTold(tx: Tx, news: readonly NewNotice[], at: Date): Promise<NewNotice[]> {
  const told = await Promise.all(
    news.map(async (one) => {
      if (one.kind !== "link-withdrawn") return false
      const titleKey = one.key.slice(0, one.key.indexOf(":", "link-withdrawn:".length) + 1)
      const same = and(eq(notices.userId, one.userId), like(notices.key, `${titleKey}%`))
      return (await tx.$count(notices, and(same, gt(notices.at, addDays(at, -1))))) > 0
    }),
  )
  return news.filter((_, i) => !told[i])
}

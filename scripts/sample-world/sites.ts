/** The fans' sites with all three titles on them, the links behind their buttons, and the pages three of them built. */

import type { Actor } from "#lib/auth/actor.ts"
import { galleryOf } from "#lib/catalog/gallery.ts"
import { listPublishedTitles, type TitleView } from "#lib/catalog/queries.ts"
import { claimCode } from "#lib/fans/claim-code.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listSites, listTitlesOnSite } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { publishPage } from "#lib/pages/publish-page.ts"
import { getDraft } from "#lib/pages/queries.ts"
import { saveDraft } from "#lib/pages/save-draft.ts"
import { FANS, type FanKey, NOORS_CODE, type SiteSpec, sitesOf } from "./cast.ts"
import { PAGES, type Shelf } from "./pages.ts"
import { actorOf, type World } from "./world.ts"

export async function makeSites(world: World): Promise<void> {
  const { deps } = world
  const sites = sitesOf(deps.config.blogUrl!)
  const titles = await listPublishedTitles(deps.db)
  const shelf = await shelfOf(world, titles)
  for (const fan of Object.keys(FANS) as FanKey[]) {
    const actor = await actorOf(world, FANS[fan].email)
    const known = (await listSites(deps.db, actor.userId))[0]
    const { siteId } = known ?? (await createSite(deps, { ...sites[fan], actor }))
    for (const title of titles) await putTitleOnSite(deps, { actor, siteId, titleId: title.id })
    await buildPage(world, { fan, actor, siteId, shelf, url: sites[fan].url })
  }
  await claimCode(deps, { actor: await actorOf(world, FANS.noor.email), code: NOORS_CODE })
}

/** What pages show of each title, in a shape their makers can ask for by name. */
async function shelfOf({ deps }: World, titles: readonly TitleView[]): Promise<Shelf> {
  const shown = await Promise.all(
    titles.map(async ({ id, slug }) => [slug, { titleId: id, stills: await galleryOf(deps.db, id) }] as const),
  )
  const bySlug = new Map(shown)
  return (slug) => bySlug.get(slug)!
}

type Build = { fan: FanKey; actor: Actor; siteId: Id<"site">; shelf: Shelf } & Pick<SiteSpec, "url">

/** Saved and published as from the editor; a world raised to the end after a crash finds its page and keeps it. */
async function buildPage({ deps }: World, { fan, actor, siteId, shelf, url }: Build): Promise<void> {
  const make = PAGES[fan]
  if (!make) return
  const { revision: baseRevision } = await getDraft(deps.db, actor, siteId)
  const { revision } = await saveDraft(deps, { actor, siteId, document: make(shelf, url), baseRevision })
  await publishPage(deps, { actor, siteId, revision })
}

/** The code of a fan's button for a title. */
export async function buttonOf(world: World, fan: FanKey, slug: string): Promise<string> {
  const { deps } = world
  const { userId } = await actorOf(world, FANS[fan].email)
  const [site] = await listSites(deps.db, userId)
  const shown = site ? await listTitlesOnSite(deps.db, site.siteId) : []
  const code = shown.find((title) => title.slug === slug)?.code
  if (!code) throw new Error(`${fan} has no button for ${slug}`)
  return code
}

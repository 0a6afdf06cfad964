/** The fans' sites with all three titles on them, and the links behind their buttons. */

import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { putTitleOnSite } from "#lib/fans/put-title-on-site.ts"
import { listSites, listTitlesOnSite } from "#lib/fans/queries.ts"
import { FANS, type FanKey, sitesOf } from "./cast.ts"
import { actorOf, type World } from "./world.ts"

export async function makeSites(world: World): Promise<void> {
  const { deps } = world
  const sites = sitesOf(deps.config.blogUrl!)
  const titles = await listPublishedTitles(deps.db)
  for (const fan of Object.keys(FANS) as FanKey[]) {
    const actor = await actorOf(world, FANS[fan].email)
    const known = (await listSites(deps.db, actor.userId))[0]
    const { siteId } = known ?? (await createSite(deps, { ...sites[fan], actor }))
    for (const title of titles) await putTitleOnSite(deps, { actor, siteId, titleId: title.id })
  }
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

/** What the command palette offers whoever asks: the places of their roles, the catalogue's titles, their own links and sites. */
import { deps } from "#app/_server/deps.ts"
import { json, route } from "#app/_server/route.ts"
import { currentActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { deskPlaces } from "#components/shell/desk-places.ts"
import { mainPlaces } from "#components/shell/main-places.ts"
import type { PaletteItem } from "#components/shell/palette-item.ts"
import { type Actor, hasRole } from "#lib/auth/actor.ts"
import { listPublishedTitles } from "#lib/catalog/queries.ts"
import { listLinks } from "#lib/fans/link-queries.ts"
import { listSites } from "#lib/fans/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"

/** Newest first; what is older is found in the store's own search. */
const MOST_TITLES = 200
const MOST_LINKS = 200

export const GET = route(async () => {
  const [t, actor] = await Promise.all([words(), currentActor()])
  const titles = await listPublishedTitles(deps().db, MOST_TITLES)
  const items: PaletteItem[] = [
    ...placesOf(t, actor),
    ...titles.map((title): PaletteItem => {
      const href = `/titles/${title.slug}`
      return { id: href, group: "titles", label: title.name, hint: title.publisherName, href }
    }),
    ...(actor && hasRole(actor, "fan") ? await ownThings(actor) : []),
  ]
  return json({ items })
})

function placesOf(t: Translate, actor: Actor | null): PaletteItem[] {
  const desks = (["fan", "publisher", "operator"] as const)
    .filter((desk) => actor && hasRole(actor, desk))
    .flatMap((desk) => deskPlaces(t, desk).filter((place) => !place.exact))
  const all = [...mainPlaces(t, actor), ...desks]
  const once = [...new Map(all.map((place) => [place.href, place])).values()]
  return once.map(({ href, label }) => ({ id: href, group: "places", label, href }))
}

async function ownThings(actor: Actor): Promise<PaletteItem[]> {
  const { db } = deps()
  const [links, sites] = await Promise.all([listLinks(db, actor.userId, MOST_LINKS), listSites(db, actor.userId)])
  return [
    ...sites.map((site): PaletteItem => {
      const href = `/dashboard/sites/${site.siteId}`
      return { id: href, group: "links", label: site.name, hint: `/s/${site.slug}`, href }
    }),
    ...links.map((link): PaletteItem => {
      const href = `/dashboard/links/${link.linkId}`
      return { id: href, group: "links", label: link.titleName, hint: `/r/${link.code}`, href }
    }),
  ]
}

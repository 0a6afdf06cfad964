/** What embeds show beyond a link's own row: small covers, a page's colours, carriers, shelves; remembered for a minute. */
import { readFile } from "node:fs/promises"
import type { Thumb } from "#components/embed/frame.ts"
import { currentRelease, findTitleBySlug, type TitleView } from "#lib/catalog/queries.ts"
import { carriageNow } from "#lib/delivery/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { findSiteBySlug, type PromoPage } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { MINUTE_MS } from "#lib/kernel/period.ts"
import { makeThumb } from "#lib/media/make-thumb.ts"
import type { PictureView } from "#lib/media/picture.ts"
import { picturePath } from "#lib/media/picture-folder.ts"
import { findPictureFiles } from "#lib/media/queries.ts"
import type { PageTheme } from "#lib/pages/page-theme.ts"
import { findPageTheme } from "#lib/pages/queries.ts"
import { remembered } from "./remembered.ts"

type FactsDeps = Pick<Deps, "db" | "clock"> & { config: Pick<Deps["config"], "dataDir"> }

const FRESH = { forMs: MINUTE_MS, most: 2_000 }
/** Pictures never change; with 4 kB each at most, 4 MB. */
const THUMBS = { forMs: 60 * MINUTE_MS, most: 1_000 }
/** A removed or unreadable file is looked for again after a while, not at every request. */
const NO_THUMB = null
const HEX = /^#[0-9a-f]{6}$/

export type EmbedFacts = {
  title(slug: string): Promise<TitleView | null>
  site(slug: string): Promise<PromoPage | null>
  theme(siteId: Id<"site">): Promise<PageTheme | null>
  /** Nodes that carry the title's release at this moment, a minute old at most. */
  carriers(titleId: Id<"title">): Promise<number>
  /** The picture as large as fits these bytes; null when there is none that does. */
  thumb(picture: PictureView | null, limitBytes: number): Promise<Thumb | null>
}

export function embedFacts({ db, clock, config }: FactsDeps): EmbedFacts {
  const carriers = async (titleId: Id<"title">) => {
    const release = await currentRelease(db, titleId)
    return release ? (await carriageNow(db, release.id, clock.now())).carriers : 0
  }
  const thumbs = remembered(THUMBS, (key: `${Id<"picture">} ${number}`) => {
    const [id, limit] = key.split(" ") as [Id<"picture">, string]
    return thumbFile(db, config.dataDir, id, Number(limit))
  })
  return {
    // What an operator takes down is gone with the next question: these two are not remembered.
    title: (slug) => findTitleBySlug(db, slug),
    site: (slug) => findSiteBySlug(db, slug),
    theme: remembered(FRESH, (siteId: Id<"site">) => findPageTheme(db, siteId)),
    carriers: remembered(FRESH, carriers),
    thumb: async (picture, limitBytes) => {
      const made = picture && (await thumbs(`${picture.id} ${limitBytes}`))
      return made && { ...made, colour: HEX.test(picture.colour) ? picture.colour : "#808080" }
    },
  }
}

type MadeThumb = Omit<Thumb, "colour">
let making: Promise<unknown> = Promise.resolve()

/** One after the other: many new embeds at once must not take the machine from the clicks. */
function thumbFile(db: Deps["db"], dataDir: string, id: Id<"picture">, limitBytes: number): Promise<MadeThumb | null> {
  const made = making.then(async () => {
    const files = await findPictureFiles(db, id)
    const width = files?.widths[0]
    if (!files || width === undefined) return NO_THUMB
    const kept = await readFile(picturePath(dataDir, files.sha256, width, "webp")).catch(() => null)
    const thumb = kept && (await makeThumb(kept, limitBytes).catch(() => null))
    if (!thumb) return NO_THUMB
    const dataUri = `data:image/avif;base64,${Buffer.from(thumb.bytes).toString("base64")}`
    return { dataUri, width: thumb.width, height: thumb.height }
  })
  making = made.catch(() => {})
  return made
}

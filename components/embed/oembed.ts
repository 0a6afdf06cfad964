/** Answers of the oEmbed endpoint (oembed.com, 1.0): a frame where there is room for one, else a link; as JSON or as XML. */
import { escapeHtml } from "../plain/html.ts"

export const OEMBED_PATH = "/api/v1/oembed"
/** Narrower or lower than this nobody could read the card: a link is the honest answer. */
const LEAST = { width: 200, height: 120 } as const
/** Unsigned and short, or it is not a number of ours. */
const PIXELS = /^[1-9]\d{0,4}$/

export type OembedSubject = {
  title: string
  /** Who stands behind it: the fan's site, or the publisher. */
  author: { name: string; url: string }
  /** Absolute address of the frame. */
  frameUrl: string
  /** As large as it would like to be. */
  size: { width: number; height: number }
  thumbnail: { url: string; width: number; height: number } | null
}

export type Room = { maxWidth: number | null; maxHeight: number | null }

/** What the asking page has room for; null for what is no number of pixels. */
export function readRoom(query: URLSearchParams): Room {
  const pixels = (name: string) => {
    const raw = query.get(name)
    return raw && PIXELS.test(raw) ? Number(raw) : null
  }
  return { maxWidth: pixels("maxwidth"), maxHeight: pixels("maxheight") }
}

export type Oembed = Readonly<Record<string, string | number>>

/** `cacheSeconds`: how long the asking page may keep it. */
export function oembedOf(
  subject: OembedSubject,
  room: Room,
  site: { publicUrl: string; cacheSeconds: number },
): Oembed {
  const { title, author, thumbnail } = subject
  const width = Math.min(subject.size.width, room.maxWidth ?? Number.POSITIVE_INFINITY)
  const height = Math.min(subject.size.height, room.maxHeight ?? Number.POSITIVE_INFINITY)
  const common = {
    version: "1.0",
    title,
    author_name: author.name,
    author_url: author.url,
    provider_name: "Fanfare",
    provider_url: site.publicUrl,
    cache_age: site.cacheSeconds,
    ...(thumbnail && fits(thumbnail, room)
      ? { thumbnail_url: thumbnail.url, thumbnail_width: thumbnail.width, thumbnail_height: thumbnail.height }
      : {}),
  }
  if (width < LEAST.width || height < LEAST.height) return { type: "link", ...common }
  // Nothing but the frame: a quotation before it would keep it hidden until the page around has heard from it.
  const html = `<iframe src="${escapeHtml(subject.frameUrl)}" width="${width}" height="${height}" frameborder="0" scrolling="no" title="${escapeHtml(title)}"></iframe>`
  return { type: "rich", ...common, html, width, height }
}

const fits = ({ width, height }: { width: number; height: number }, { maxWidth, maxHeight }: Room): boolean =>
  (maxWidth === null || width <= maxWidth) && (maxHeight === null || height <= maxHeight)

/** `<` is written as an escape: whoever puts the answer into a page as it is opens no tag. */
export const oembedJson = (answer: Oembed): string => JSON.stringify(answer).replaceAll("<", "\\u003c")

export const oembedXml = (answer: Oembed): string =>
  `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>${Object.entries(answer)
    .map(([name, value]) => `<${name}>${escapeHtml(String(value))}</${name}>`)
    .join("")}</oembed>`

/** Where a consumer asks about this address of ours. */
export const oembedHref = (publicUrl: string, url: string, format: "json" | "xml" = "json"): string =>
  `${publicUrl}${OEMBED_PATH}?${new URLSearchParams({ url, format })}`

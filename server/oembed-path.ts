/** `GET /api/v1/oembed` in front of Next: what stands in a page where somebody pasted an address of ours. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { POST_SIZE } from "#components/embed/copy-forms.ts"
import { choicePairs, readChoice } from "#components/embed/embed-choice.ts"
import { OEMBED_PATH, type OembedSubject, oembedJson, oembedOf, oembedXml, readRoom } from "#components/embed/oembed.ts"
import type { TitleView } from "#lib/catalog/queries.ts"
import type { Deps } from "#lib/deps.ts"
import { parseLinkCode, parseSubId } from "#lib/fans/link-code.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { jpegWidthOf, picturePathOf } from "#lib/media/picture.ts"
import type { EmbedFacts } from "./embed-facts.ts"
import type { FastPath } from "./http.ts"
import { sendDocument } from "./send-document.ts"

type OembedOptions = {
  links: { get(code: string): Promise<LinkTarget | null> }
  facts: EmbedFacts
  config: Pick<Deps["config"], "publicUrl">
}

const FORMATS = {
  json: { type: "application/json; charset=utf-8", write: oembedJson },
  xml: { type: "text/xml; charset=utf-8", write: oembedXml },
} as const
type Format = keyof typeof FORMATS
const isFormat = (format: string): format is Format => Object.hasOwn(FORMATS, format)

/** An address of ours with every choice and a sub-id is under 300 characters. */
const URL_LIMIT = 1_000
const QUERY_LIMIT = 4_000
/** A price changes rarely, and the frame itself always shows today's. */
const CACHE_SECONDS = 3_600

/** Answers 404 for what is not ours or not offered, 501 for other formats, as oembed.com (2.3.4) has it. */
export function createOembedPath(options: OembedOptions): FastPath {
  return (req, res) => {
    const [path, raw = ""] = (req.url ?? "").split("?", 2)
    if (path !== OEMBED_PATH) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    const query = new URLSearchParams(raw.slice(0, QUERY_LIMIT))
    const format = query.get("format") ?? "json"
    if (!isFormat(format)) refuse(req, res, 501, "Only json and xml are spoken here.")
    else
      subjectOf(options, query.get("url") ?? "")
        .then((subject) =>
          subject
            ? answer(req, res, { subject, query, format, publicUrl: options.config.publicUrl })
            : refuse(req, res, 404, "Nothing of ours stands at this address."),
        )
        .catch(() => refuse(req, res, 503, "Ask again in a moment."))
    return true
  }
}

type Ready = { subject: OembedSubject; query: URLSearchParams; format: Format; publicUrl: string }

function answer(req: IncomingMessage, res: ServerResponse, { subject, query, format, publicUrl }: Ready): void {
  const { type, write } = FORMATS[format]
  const body = write(oembedOf(subject, readRoom(query), { publicUrl, cacheSeconds: CACHE_SECONDS }))
  send(req, res, { body, type, status: 200, cacheControl: "public, max-age=300" })
}

const refuse = (req: IncomingMessage, res: ServerResponse, status: number, why: string): void =>
  send(req, res, { body: `${why}\n`, type: "text/plain; charset=utf-8", status, cacheControl: "no-store" })

type Sent = { body: string; type: string; status: number; cacheControl: string }
const send = (req: IncomingMessage, res: ServerResponse, sent: Sent): void =>
  sendDocument(req, res, { ...sent, policy: "default-src 'none'; frame-ancestors 'none'", isForeign: true })

const OURS = /^\/(r|titles|s)\/([A-Za-z0-9-]{1,80})(?:\/|$)/

/** Only our own origin, whole and exact: nobody gets our card for another's address. */
async function subjectOf(options: OembedOptions, url: string): Promise<OembedSubject | null> {
  if (url.length > URL_LIMIT || !URL.canParse(url)) return null
  const asked = new URL(url)
  if (asked.origin !== new URL(options.config.publicUrl).origin || asked.username || asked.password) return null
  const [, room, name = ""] = OURS.exec(asked.pathname) ?? []
  if (room === "r") return linkSubject(options, name, asked.searchParams)
  if (room === "titles") return titleSubject(options, name, asked.searchParams)
  return room === "s" ? shelfSubject(options, name, asked.searchParams) : null
}

async function linkSubject({ links, facts, config }: OembedOptions, rawCode: string, query: URLSearchParams) {
  const code = parseLinkCode(rawCode)
  const target = code ? await links.get(code) : null
  const title = target?.state === "published" ? await facts.title(target.slug) : null
  if (!target || !title) return null
  return cardOf(title, config.publicUrl, `/embed/frame/${target.code}`, query)
}

async function titleSubject({ facts, config }: OembedOptions, slug: string, query: URLSearchParams) {
  const title = await facts.title(slug)
  return title?.state === "published" ? cardOf(title, config.publicUrl, `/embed/title/${title.slug}`, query) : null
}

const cardOf = (title: TitleView, publicUrl: string, path: string, query: URLSearchParams): OembedSubject => ({
  title: title.name,
  author: { name: title.publisherName, url: `${publicUrl}/titles/${title.slug}` },
  frameUrl: frameUrl(publicUrl, path, query),
  size: POST_SIZE.card,
  thumbnail: thumbnailOf(title, publicUrl),
})

async function shelfSubject({ facts, config }: OembedOptions, slug: string, query: URLSearchParams) {
  const site = await facts.site(slug)
  if (!site) return null
  const first = site.titles.find(({ cover }) => cover !== null)
  return {
    title: site.name,
    author: { name: site.name, url: `${config.publicUrl}/s/${site.slug}` },
    frameUrl: frameUrl(config.publicUrl, `/embed/shelf/${site.slug}`, query),
    size: POST_SIZE.shelf,
    thumbnail: first ? thumbnailOf(first, config.publicUrl) : null,
  }
}

/** What was chosen stands in the pasted address, the fan's tag on it too. */
function frameUrl(publicUrl: string, path: string, query: URLSearchParams): string {
  const subId = parseSubId(query.get("s"))
  const kept = [["in", "post"], ...choicePairs(readChoice(query)), ...(subId ? [["s", subId]] : [])]
  return `${publicUrl}${path}?${new URLSearchParams(kept)}`
}

function thumbnailOf({ cover }: Pick<TitleView, "cover">, publicUrl: string): OembedSubject["thumbnail"] {
  if (!cover) return null
  const width = jpegWidthOf(cover.widths)
  return {
    url: publicUrl + picturePathOf(cover.id, width, "jpg"),
    width,
    height: Math.round((cover.height * width) / cover.width),
  }
}

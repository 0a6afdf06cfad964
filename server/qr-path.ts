/** `/embed/qr/CODE.svg` and `.png` in front of Next: a link as something to print or to hold into a camera. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { disclosure } from "#components/embed/embed-words.ts"
import { parseLinkCode } from "#lib/fans/link-code.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isLocale, type Locale } from "#lib/kernel/messages.ts"
import { EncoderQueue } from "#lib/media/encoder-queue.ts"
import { type QrOptions, readQrOptions } from "#lib/pages/qr-options.ts"
import { type QrWish, qrPng, qrSvg } from "#lib/pages/qr-picture.ts"
import { wordsOf } from "#messages/catalogues.ts"
import { type FastPath, sendProblem } from "./http.ts"
import { sendDocument } from "./send-document.ts"

export type QrPathOptions = {
  /** Usually `clickPath.links`. */
  links: { get(code: string): Promise<LinkTarget | null> }
  publicUrl: string
}

const ROUTE = /^\/embed\/qr\/([^/]{1,32})\.(svg|png)$/
const QUERY_LIMIT = 400
const TYPES = { svg: "image/svg+xml; charset=utf-8", png: "image/png" } as const
type Format = keyof typeof TYPES
/** A code is for ever. */
const FRESH_SECONDS = 86_400
/** A caption names the title, and what was taken down should be gone from other people's pages in a minute. */
const CAPTION_FRESH_SECONDS = 60
/** Nothing runs in a picture that is opened by itself. */
const POLICY = "default-src 'none'; frame-ancestors *"

/** Answers `/embed/qr/*` and gives true; gives false, having done nothing, for every other path. */
export function createQrPath(options: QrPathOptions): FastPath {
  const queue = new EncoderQueue()
  return (req, res) => {
    const [path = "", query = ""] = (req.url ?? "").split("?", 2)
    if (!path.startsWith("/embed/qr/")) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    answer(req, res, { ...options, queue, path, query: new URLSearchParams(query.slice(0, QUERY_LIMIT)) }).catch(
      (error) => sendProblem(res, error),
    )
    return true
  }
}

type Asked = QrPathOptions & { queue: EncoderQueue; path: string; query: URLSearchParams }

async function answer(req: IncomingMessage, res: ServerResponse, asked: Asked): Promise<void> {
  const [, rawCode = "", format = ""] = ROUTE.exec(asked.path) ?? []
  const code = parseLinkCode(rawCode)
  const target = code && (await asked.links.get(code))
  if (!target) throw new AppError("not_found", "No fan has a link with this code.")
  const options = readQrOptions(asked.query)
  // What is printed follows nobody: English unless the address names another language.
  const lang = asked.query.get("lang")
  const wish = wishOf(target, options, { publicUrl: asked.publicUrl, locale: isLocale(lang) ? lang : "en" })
  const body = format === "png" ? await asked.queue.run(target.linkId, () => qrPng(wish)) : qrSvg(wish)
  const file = `fanfare-${target.code}.${format}`
  sendDocument(req, res, {
    body,
    type: TYPES[format as Format],
    policy: POLICY,
    cacheControl: `public, max-age=${options.caption ? CAPTION_FRESH_SECONDS : FRESH_SECONDS}`,
    isForeign: true,
    ...(asked.query.get("download") === "1" && {
      headers: { "Content-Disposition": `attachment; filename="${file}"` },
    }),
  })
}

/** What is scanned is told apart from what is clicked. */
function wishOf(
  target: LinkTarget,
  options: QrOptions,
  { publicUrl, locale }: { publicUrl: string; locale: Locale },
): QrWish {
  const sub = options.subId === null ? "" : `&s=${encodeURIComponent(options.subId)}`
  const url = `${publicUrl}/r/${target.code}?t=qr${sub}`
  const caption = options.caption && target.state === "published"
  return { ...options, caption, url, captionWords: { name: target.name, note: disclosure(wordsOf(locale)) } }
}

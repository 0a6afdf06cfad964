/** `/embed.js` and `/embed/*` in front of Next: badge, card and script, made to stand on other people's sites. */
import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { badgeSvg } from "#components/embed/badge.ts"
import { FRAME_STYLE, frameDocument, unknownFrame } from "#components/embed/frame.ts"
import { parseLinkCode } from "#lib/fans/link-code.ts"
import type { LinkTarget } from "#lib/fans/queries.ts"
import { formatCents } from "#lib/kernel/money.ts"

export type EmbedPathOptions = {
  /** Usually `clickPath.links`. */
  links: { get(code: string): Promise<LinkTarget | null> }
  /** Path of the built script. */
  scriptFile: string
}

type Answer = { status: number; type: string; body: string | Buffer; maxAgeSeconds: number; policy?: string }

/** A stale price is put right on the title page; what was taken down should be gone from other people's pages in a minute. */
const FRESH_SECONDS = 60
const SCRIPT_FRESH_SECONDS = 3_600

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`
/** The only pages of ours that may be framed; nothing runs in them. */
const FRAME_POLICY = `default-src 'none'; style-src ${hashOf(FRAME_STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors *`
const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"

const ROUTE = /^\/embed\/(badge|frame|data)\/([^/]{1,32}?)(\.svg|\.json)?$/
const SUFFIX = { badge: ".svg", frame: undefined, data: ".json" } as const

/** Answers `/embed.js` and `/embed/*` and gives true; gives false, having done nothing, for every other path. */
export function createEmbedPath(options: EmbedPathOptions): (req: IncomingMessage, res: ServerResponse) => boolean {
  let script: Promise<Buffer> | null = null
  const loadScript = () => {
    script ??= readFile(options.scriptFile).catch((error: unknown) => {
      script = null
      throw error
    })
    return script
  }
  return (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0]!
    if (path !== "/embed.js" && !path.startsWith("/embed/")) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    const answer = path === "/embed.js" ? scriptAnswer(loadScript()) : embedAnswer(options.links, path)
    answer.then(
      (ready) => send(req, res, ready),
      () => send(req, res, { ...NOTHING, status: 503 }),
    )
    return true
  }
}

const NOTHING: Answer = {
  status: 404,
  type: "text/plain; charset=utf-8",
  body: "There is nothing here.\n",
  maxAgeSeconds: 0,
}

const scriptAnswer = async (script: Promise<Buffer>): Promise<Answer> => ({
  status: 200,
  type: "text/javascript; charset=utf-8",
  body: await script,
  maxAgeSeconds: SCRIPT_FRESH_SECONDS,
})

async function embedAnswer(links: EmbedPathOptions["links"], path: string): Promise<Answer> {
  const [, kind, rawCode = "", suffix] = ROUTE.exec(path) ?? []
  if (kind !== "badge" && kind !== "frame" && kind !== "data") return NOTHING
  if (suffix !== SUFFIX[kind]) return NOTHING
  const code = parseLinkCode(rawCode)
  const target = code ? await links.get(code) : null
  if (kind === "badge") return badgeAnswer(target)
  return kind === "frame" ? frameAnswer(target) : dataAnswer(target)
}

function badgeAnswer(target: LinkTarget | null): Answer {
  const svg = target ? badgeSvg(target.name, offerOf(target)) : badgeSvg("it", "unknown link")
  return { ...found(target), type: "image/svg+xml; charset=utf-8", body: svg, policy: IMAGE_POLICY }
}

function frameAnswer(target: LinkTarget | null): Answer {
  const body = target
    ? frameDocument({
        name: target.name,
        tagline: target.tagline,
        price: offerOf(target),
        href: `/r/${target.code}`,
        hasDemo: target.hasDemo,
        offered: isOffered(target),
      })
    : unknownFrame()
  return { ...found(target), type: "text/html; charset=utf-8", body, policy: FRAME_POLICY }
}

function dataAnswer(target: LinkTarget | null): Answer {
  if (!target) return NOTHING
  const body = JSON.stringify({ name: target.name, price: offerOf(target), offered: isOffered(target) })
  return { ...found(target), type: "application/json", body }
}

const isOffered = (target: LinkTarget): boolean => target.state === "published"
const offerOf = (target: LinkTarget): string =>
  !isOffered(target) ? "not available" : target.priceCents === 0n ? "free" : formatCents(target.priceCents)
const found = (target: LinkTarget | null) =>
  target ? { status: 200, maxAgeSeconds: FRESH_SECONDS } : { status: 404, maxAgeSeconds: 5 }

function send(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  const { body, encoding } = compress(Buffer.from(answer.body), String(req.headers["accept-encoding"] ?? ""))
  res.writeHead(answer.status, {
    "Content-Type": answer.type,
    "Content-Length": body.length,
    "Cache-Control": answer.maxAgeSeconds > 0 ? `public, max-age=${answer.maxAgeSeconds}` : "no-store",
    Vary: "Accept-Encoding",
    // Other people's pages load these, without cookies.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": answer.policy ?? "default-src 'none'; frame-ancestors 'none'",
    ...(encoding && { "Content-Encoding": encoding }),
  })
  res.end(body)
}

/** The highest quality takes milliseconds per answer and saves 2 %. */
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

function compress(body: Buffer, accepts: string): { body: Buffer; encoding: string | null } {
  if (body.length < 300) return { body, encoding: null }
  if (/\bbr\b/.test(accepts)) return { body: brotliCompressSync(body, FAST), encoding: "br" }
  return /\bgzip\b/.test(accepts) ? { body: gzipSync(body), encoding: "gzip" } : { body, encoding: null }
}

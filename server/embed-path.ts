/** `/embed.js` and `/embed/*` in front of Next: badge, card and script, made to stand on other people's sites. */
import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { BADGE_STYLE, badgeSvg } from "#components/embed/badge.ts"
import { FRAME_STYLE, frameDocument, unknownFrame } from "#components/embed/frame.ts"
import { sourceHash } from "#components/plain/policy.ts"
import { parseLinkCode } from "#lib/fans/link-code.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import { sendDocument } from "./send-document.ts"

export type EmbedPathOptions = {
  /** Usually `clickPath.links`. */
  links: { get(code: string): Promise<LinkTarget | null> }
  /** Path of the built script. */
  scriptFile: string
}

type Answer = { status: number; type: string; body: string; maxAgeSeconds: number; policy?: string }

/** A stale price is put right on the title page; what was taken down should be gone from other people's pages in a minute. */
const FRESH_SECONDS = 60
const SCRIPT_FRESH_SECONDS = 3_600

/** The only pages of ours that may be framed; nothing runs in them. */
const FRAME_POLICY = `default-src 'none'; style-src ${sourceHash(FRAME_STYLE)}; base-uri 'none'; form-action 'none'; frame-ancestors *`
const IMAGE_POLICY = `default-src 'none'; style-src ${sourceHash(BADGE_STYLE)}; frame-ancestors *`

const ROUTE = /^\/embed\/(badge|frame|data)\/([^/]{1,32}?)(\.svg|\.json)?$/
const SUFFIX = { badge: ".svg", frame: undefined, data: ".json" } as const

/** Answers `/embed.js` and `/embed/*` and gives true; gives false, having done nothing, for every other path. */
export function createEmbedPath(options: EmbedPathOptions): (req: IncomingMessage, res: ServerResponse) => boolean {
  let script: Promise<string> | null = null
  const loadScript = () => {
    script ??= readFile(options.scriptFile, "utf8").catch((error: unknown) => {
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

const scriptAnswer = async (script: Promise<string>): Promise<Answer> => ({
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
  !isOffered(target) ? "not available" : target.priceCents === 0n ? "free" : formatPrice(target.priceCents, "en")
const found = (target: LinkTarget | null) =>
  target ? { status: 200, maxAgeSeconds: FRESH_SECONDS } : { status: 404, maxAgeSeconds: 5 }

/** Other people's pages load these, without cookies; only what says so may be framed. */
const send = (req: IncomingMessage, res: ServerResponse, answer: Answer): void =>
  sendDocument(req, res, {
    body: answer.body,
    status: answer.status,
    type: answer.type,
    policy: answer.policy ?? "default-src 'none'; frame-ancestors 'none'",
    cacheControl: answer.maxAgeSeconds > 0 ? `public, max-age=${answer.maxAgeSeconds}` : "no-store",
    isForeign: true,
  })

/** `/embed.js` and `/embed/*` in front of Next: badge, card, shelf and script, made to stand on other people's sites. */
import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import { type EmbedChoice, readChoice } from "#components/embed/embed-choice.ts"
import type { FrameDocument } from "#components/embed/frame.ts"
import { sourceHash } from "#components/plain/policy.ts"
import { parseLinkCode, parseSubId } from "#lib/fans/link-code.ts"
import type { LinkTarget } from "#lib/fans/link-targets.ts"
import { type Locale, preferredLocale } from "#lib/kernel/messages.ts"
import { type Drawn, drawBadge, drawButton, drawCard, drawShelf, drawTitleCard, type Wanted } from "./draw-embed.ts"
import type { EmbedFacts } from "./embed-facts.ts"
import { sendDocument } from "./send-document.ts"

export type EmbedPathOptions = {
  /** Usually `clickPath.links`. */
  links: { get(code: string): Promise<LinkTarget | null> }
  facts: EmbedFacts
  /** Path of the built script. */
  scriptFile: string
}

type Answer = { status: number; type: string; body: string; maxAgeSeconds: number; policy?: string; vary?: string }

/** A stale price is put right on the title page; what was taken down should be gone from other people's pages in a minute. */
const FRESH_SECONDS = 60
const UNKNOWN_FRESH_SECONDS = 5
const SCRIPT_FRESH_SECONDS = 3_600
const QUERY_LIMIT = 500

const ROUTE = /^\/embed\/(badge|frame|data|shelf|title)\/([a-z0-9-]{1,80}?)(\.svg|\.json)?$/i
const SUFFIX = { badge: ".svg", frame: undefined, data: ".json", shelf: undefined, title: undefined } as const
type Kind = keyof typeof SUFFIX

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
    const [path = "", query = ""] = (req.url ?? "").split("?", 2)
    if (path !== "/embed.js" && !path.startsWith("/embed/")) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    const answer = path === "/embed.js" ? scriptAnswer(loadScript()) : embedAnswer(options, path, askedBy(req, query))
    answer.then((ready) => send(req, res, ready)).catch(() => send(req, res, { ...NOTHING, status: 503 }))
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

type Asked = { choice: EmbedChoice; locale: Locale; isPost: boolean; subId: string | null }

function askedBy({ headers }: IncomingMessage, raw: string): Asked {
  const query = new URLSearchParams(raw.slice(0, QUERY_LIMIT))
  const choice = readChoice(query)
  return {
    choice,
    locale: choice.lang === "auto" ? preferredLocale(headers["accept-language"]) : choice.lang,
    isPost: query.get("in") === "post",
    subId: parseSubId(query.get("s")),
  }
}

async function embedAnswer({ links, facts }: EmbedPathOptions, path: string, asked: Asked): Promise<Answer> {
  const [, rawKind = "", name = "", suffix] = ROUTE.exec(path) ?? []
  if (!(rawKind in SUFFIX) || suffix !== SUFFIX[rawKind as Kind]) return NOTHING
  const kind = rawKind as Kind
  const code = kind === "shelf" || kind === "title" ? null : parseLinkCode(name)
  const wanted: Wanted = { ...asked, facts, target: code ? await links.get(code) : null }
  const drawn = await draw(kind, name, wanted)
  if (!drawn) return NOTHING
  return {
    ...drawn.answer,
    status: drawn.isKnown ? 200 : 404,
    maxAgeSeconds: drawn.isKnown ? FRESH_SECONDS : UNKNOWN_FRESH_SECONDS,
    ...(asked.choice.lang === "auto" ? { vary: "Accept-Language" } : {}),
  }
}

type Made = { isKnown: boolean; answer: Pick<Answer, "type" | "body" | "policy"> }

async function draw(kind: Kind, name: string, wanted: Wanted): Promise<Made | null> {
  switch (kind) {
    case "badge": {
      const { isKnown, svg, style } = await drawBadge(wanted)
      const policy = `default-src 'none'; style-src ${sourceHash(style)}; frame-ancestors *`
      return { isKnown, answer: { type: "image/svg+xml; charset=utf-8", body: svg, policy } }
    }
    case "data": {
      const face = await drawButton(wanted)
      return face && { isKnown: true, answer: { type: "application/json", body: JSON.stringify(face) } }
    }
    case "frame":
      return framed(await drawCard(wanted))
    case "shelf":
      return framed(await drawShelf(wanted, name))
    case "title":
      return framed(await drawTitleCard(wanted, name))
  }
}

const framed = ({ isKnown, document }: Drawn): Made => ({
  isKnown,
  answer: { type: "text/html; charset=utf-8", body: document.body, policy: framePolicy(document) },
})

/** The only pages of ours that may be framed. Covers lie in the document itself; what runs is named by its hash. */
const framePolicy = ({ style, script }: FrameDocument): string =>
  [
    "default-src 'none'",
    "img-src data:",
    `style-src ${sourceHash(style)}`,
    ...(script === null ? [] : [`script-src ${sourceHash(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors *",
  ].join("; ")

/** Other people's pages load these, without cookies; only what says so may be framed. */
const send = (req: IncomingMessage, res: ServerResponse, answer: Answer): void =>
  sendDocument(req, res, {
    body: answer.body,
    status: answer.status,
    type: answer.type,
    policy: answer.policy ?? "default-src 'none'; frame-ancestors 'none'",
    cacheControl: answer.maxAgeSeconds > 0 ? `public, max-age=${answer.maxAgeSeconds}` : "no-store",
    ...(answer.vary ? { vary: answer.vary } : {}),
    isForeign: true,
  })

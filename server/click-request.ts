/** A request for `/r/CODE[/deep/path][?s=sub-id]`, read into what a click keeps; everything in it is hostile. */
import type { IncomingHttpHeaders } from "node:http"
import { isbot } from "isbot"
import type { ClickFlag } from "#db/schema/attribution.ts"
import { isClickId } from "#lib/attribution/visit.ts"
import { parseLinkCode, parseSubId } from "#lib/fans/link-code.ts"

export const CLICK_COOKIE = "ff_click"
/** 8 ids of 22 characters and 7 dots = 183 bytes. */
const COOKIE_CLICKS = 8
const COOKIE_DAYS = 30
/** Paths of ours below a title are short; longer ones lead to the title itself. */
const DEEP_PATH_LIMIT = 200
const DEEP_SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._~-]{1,80}$/
const HOST_LIMIT = 253
const AGENTS_REMEMBERED = 2_000

export type ClickTarget = { code: string | null; deepPath: string | null; subId: string | null }

/** Null when the path is not ours; `code` is null when what stands there cannot be a code. */
export function parseClickUrl(url: string): ClickTarget | null {
  if (!url.startsWith("/r/")) return null
  const question = url.indexOf("?")
  const path = question < 0 ? url.slice(3) : url.slice(3, question)
  const slash = path.indexOf("/")
  const code = parseLinkCode(slash < 0 ? path : path.slice(0, slash))
  const subId = question < 0 ? null : parseSubId(new URLSearchParams(url.slice(question + 1, question + 500)).get("s"))
  return { code, deepPath: slash < 0 ? null : parseDeepPath(path.slice(slash + 1)), subId }
}

/** A path below the title, `a/b`; null for an empty one and for anything that could lead elsewhere. */
function parseDeepPath(raw: string): string | null {
  const path = raw.endsWith("/") ? raw.slice(0, -1) : raw
  if (path === "" || path.length > DEEP_PATH_LIMIT) return null
  return path.split("/").every((segment) => DEEP_SEGMENT.test(segment)) ? path : null
}

/** Why a click does not count, or null when it does. */
export function clickFlag(method: string, headers: IncomingHttpHeaders): ClickFlag | null {
  if (method === "HEAD") return "head"
  if (isPrefetch(headers)) return "prefetch"
  const agent = headers["user-agent"]
  if (!agent) return "no_agent"
  return isBotAgent(agent) ? "bot" : null
}

function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purpose = headers["sec-purpose"] ?? headers.purpose ?? headers["x-moz"]
  return purpose !== undefined && /prefetch|preview|prerender/i.test(String(purpose))
}

const agents = new Map<string, boolean>()

/** isbot's long pattern costs more than the rest of a click, and browsers' names repeat. */
function isBotAgent(agent: string): boolean {
  const known = agents.get(agent)
  if (known !== undefined) return known
  if (agents.size >= AGENTS_REMEMBERED) agents.clear()
  const bot = isbot(agent.slice(0, 1_000))
  agents.set(agent, bot)
  return bot
}

/** The host of the page the visitor came from, for the fan's list; never used for attribution. */
export function refererHost(headers: IncomingHttpHeaders): string | null {
  const referer = headers.referer
  if (!referer) return null
  const host = /^https?:\/\/([A-Za-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#]|$)/i.exec(
    referer.slice(0, HOST_LIMIT + 16),
  )?.[1]
  return host?.toLowerCase() ?? null
}

/** The click ids a visitor brings, newest first; at most eight, anything else in the cookie is ignored. */
export function readClickCookie(cookie: string | undefined): string[] {
  if (!cookie) return []
  const value = new RegExp(`(?:^|;\\s*)${CLICK_COOKIE}=([A-Za-z0-9_.-]{1,400})(?:;|$)`).exec(cookie)?.[1]
  return value ? [...new Set(value.split("."))].filter(isClickId).slice(0, COOKIE_CLICKS) : []
}

/** The Set-Cookie that puts this click before the older ones. */
export function clickCookie(id: string, older: readonly string[], secure: boolean): string {
  const value = [id, ...older.filter((other) => other !== id)].slice(0, COOKIE_CLICKS).join(".")
  const maxAgeSeconds = COOKIE_DAYS * 86_400
  return `${CLICK_COOKIE}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`
}

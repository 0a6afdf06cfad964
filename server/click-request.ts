/** A request for `/r/CODE[/deep/path][?s=sub-id&s1=…&t=trigger&utm_…]`, read into what a click keeps; everything in it is hostile. */
import type { IncomingHttpHeaders } from "node:http"
import { type ClickFlag, type ClickTags, parseTrigger } from "#lib/attribution/click.ts"
import { COOKIE_CLICKS, isClickId } from "#lib/attribution/visit.ts"
import { parseDeepPath } from "#lib/fans/destination.ts"
import { parseLinkCode, parseSubId } from "#lib/fans/link-code.ts"
import { parseUtm } from "#lib/fans/utm.ts"
import { readAgent } from "./click-agent.ts"

export const CLICK_COOKIE = "ff_click"
const COOKIE_DAYS = 30
const HOST_LIMIT = 253
/** Six utm values and six sub-ids at their longest, percent-encoded threefold, fit; what is beyond is not read. */
const QUERY_LIMIT = 3_000

export type ClickTarget = { code: string | null; deepPath: string | null; subId: string | null; tags: ClickTags }

const NO_TAGS: ClickTags = { s1: null, s2: null, s3: null, s4: null, s5: null, trigger: "link", utm: null }

/** Null when the path is not ours; `code` is null when what stands there cannot be a code. */
export function parseClickUrl(url: string): ClickTarget | null {
  if (!url.startsWith("/r/")) return null
  const question = url.indexOf("?")
  const path = question < 0 ? url.slice(3) : url.slice(3, question)
  const slash = path.indexOf("/")
  const code = parseLinkCode(slash < 0 ? path : path.slice(0, slash))
  const deepPath = slash < 0 ? null : parseDeepPath(path.slice(slash + 1))
  if (question < 0) return { code, deepPath, subId: null, tags: NO_TAGS }
  const query = new URLSearchParams(url.slice(question + 1, question + 1 + QUERY_LIMIT))
  return { code, deepPath, subId: parseSubId(query.get("s")), tags: parseTags(query) }
}

/** The tags of an address. Asking for a key that is not there costs next to nothing; splitting the query was the price. */
function parseTags(query: URLSearchParams): ClickTags {
  return {
    s1: parseSubId(query.get("s1")),
    s2: parseSubId(query.get("s2")),
    s3: parseSubId(query.get("s3")),
    s4: parseSubId(query.get("s4")),
    s5: parseSubId(query.get("s5")),
    trigger: parseTrigger(query.get("t")),
    utm: parseUtm(query),
  }
}

/** Why a click does not count, or null when it does. */
export function clickFlag(method: string, headers: IncomingHttpHeaders): ClickFlag | null {
  if (method === "HEAD") return "head"
  if (isPrefetch(headers)) return "prefetch"
  const agent = headers["user-agent"]
  if (!agent) return "no_agent"
  return readAgent(agent).robot
}

function isPrefetch(headers: IncomingHttpHeaders): boolean {
  const purpose = headers["sec-purpose"] ?? headers.purpose ?? headers["x-moz"] ?? headers["x-purpose"]
  return purpose !== undefined && /prefetch|preview|prerender/i.test(String(purpose))
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

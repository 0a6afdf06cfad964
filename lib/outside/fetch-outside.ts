/**
 * The one door through which the platform opens addresses that people gave it: fan sites, webhooks, watched links, domains.
 * It goes only to the open internet, to the very address that was checked, for a bounded time and size (RFC 1918, 6890;
 * OWASP's SSRF guide). Nothing else in the tree fetches a stranger's address.
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http"
import { SECOND_MS } from "../kernel/period.ts"
import { askOnce, named } from "./ask-once.ts"
import { type Allowed, type CheckedUrl, checkedAddresses, checkUrl, type OutsideRules } from "./outside-address.ts"
import { dnsAt, type OutsideDns } from "./outside-dns.ts"
import { OutsideError } from "./outside-error.ts"
import { readBody } from "./read-body.ts"

export type OutsideLimits = OutsideRules & {
  /** From the first DNS question to the last byte, redirects included. */
  totalMs: number
  /** Of the body, unpacked. */
  bodyBytes: number
  whenLarger: "refuse" | "cut"
  /** How many to follow; 0 gives the redirect itself as the answer. Only GET and HEAD are ever led on. */
  redirects: number
}

export const OUTSIDE_LIMITS: Readonly<OutsideLimits> = {
  httpsOnly: false,
  ports: "default",
  totalMs: 10 * SECOND_MS,
  bodyBytes: 1024 * 1024,
  whenLarger: "refuse",
  redirects: 5,
}

export type OutsideRequest = {
  url: string
  method?: "GET" | "HEAD" | "POST"
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array
  limits?: Partial<OutsideLimits>
  signal?: AbortSignal
}

export type OutsideAnswer = {
  status: number
  /** Lower-case names. */
  headers: IncomingHttpHeaders
  body: Uint8Array
  /** Where the answer came from, after redirects. */
  url: string
  /** Every address that was asked, in order, `url` the last. */
  hops: readonly string[]
}

/** What the door is made of; `ca` and `dns` are for tests. */
export type OutsideDoor = { dns: OutsideDns; allowed: Allowed; userAgent: string; ca?: string }

/** What use cases are given (`deps.outside`). */
export type Outside = {
  /** Throws OutsideError, or the reason of `signal`. Any HTTP status is an answer. */
  fetch(request: OutsideRequest): Promise<OutsideAnswer>
  /** TXT records, each as its strings. Rejects when DNS does not answer. */
  txt: OutsideDns["txt"]
}

/** `allow`: private addresses with their ports that may be opened all the same, for the sample world and tests. */
export function openOutside(
  given: { allow?: readonly string[]; userAgent?: string; dns?: OutsideDns; ca?: string } = {},
): Outside {
  const { allow = [], userAgent = "Fanfare", dns = dnsAt(null), ca } = given
  const door = { dns, allowed: new Set(allow), userAgent, ...(ca ? { ca } : {}) }
  return { fetch: (request) => fetchOutside(door, request), txt: (name) => dns.txt(name) }
}

/** See `Outside.fetch`. */
export async function fetchOutside(door: OutsideDoor, request: OutsideRequest): Promise<OutsideAnswer> {
  const limits = { ...OUTSIDE_LIMITS, ...request.limits }
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), limits.totalMs)
  const signal = request.signal ? AbortSignal.any([late.signal, request.signal]) : late.signal
  try {
    return await follow({ door, request, limits, signal })
  } catch (error) {
    request.signal?.throwIfAborted()
    if (late.signal.aborted) throw new OutsideError("timeout", `No answer within ${limits.totalMs} ms.`)
    throw named(error, hostOf(request.url))
  } finally {
    clearTimeout(timer)
  }
}

type Way = { door: OutsideDoor; request: OutsideRequest; limits: OutsideLimits; signal: AbortSignal }

async function follow(way: Way): Promise<OutsideAnswer> {
  const { door, request, limits, signal } = way
  const mayFollow = (request.method ?? "GET") !== "POST" && limits.redirects > 0
  const first = checkUrl(request.url, limits, door.allowed)
  const hops: string[] = []
  for (let at = first; ; ) {
    hops.push(at.url.href)
    const answer = await ask(way, at, at.url.origin === first.url.origin)
    const next = mayFollow ? locationOf(answer) : null
    if (next === null) {
      const body = await readBody(answer, { bytes: limits.bodyBytes, whenLarger: limits.whenLarger })
      signal.throwIfAborted()
      return { status: answer.statusCode!, headers: answer.headers, body, url: at.url.href, hops }
    }
    answer.destroy()
    if (hops.length > limits.redirects)
      throw new OutsideError("too_many_redirects", `More than ${limits.redirects} redirects.`)
    at = checkUrl(next, limits, door.allowed, at.url)
  }
}

/** What a caller's own headers hold is for the place it named, and not for wherever that place sends us. */
const GOES_ALONG = new Set(["accept", "accept-language"])

async function ask({ door, request, limits, signal }: Way, at: CheckedUrl, atHome: boolean): Promise<IncomingMessage> {
  const addresses = await unlessAborted(checkedAddresses(at, limits, door), signal)
  const own = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const)
  const headers = {
    "user-agent": door.userAgent,
    ...Object.fromEntries(own.filter(([name]) => atHome || GOES_ALONG.has(name))),
    "accept-encoding": "identity",
  }
  const { method = "GET", body = null } = request
  return askOnce({ at, addresses, method, headers, body, signal, ...(door.ca ? { ca: door.ca } : {}) })
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

const locationOf = ({ statusCode = 0, headers }: IncomingMessage): string | null =>
  REDIRECTS.has(statusCode) && headers.location ? headers.location : null

/** A name server that never answers must not outlast the limit. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise((done, fail) => {
    signal.addEventListener("abort", () => fail(signal.reason), { once: true })
    work.then(done, fail)
  })
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "The address")

/** Fans' own domains: a request whose Host is a verified one gets that fan's promo page at `/` and nothing else of ours. */
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Deps } from "#lib/deps.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { listVerifiedDomains } from "#lib/pages/queries.ts"
import type { FastPath } from "./http.ts"

/** Several processes serve pages and tell each other nothing, so a domain is seen everywhere within this time. */
const FRESH_MS = 5 * SECOND_MS
/** What stands below a promo page; the rest of a fan's domain leads to the platform. */
const OWN = new Set(["/", "/feed.xml", "/og.png", "/stock.json"])
/** Served alike under every host. */
const SHARED = /^\/(?:media|fonts)\/|^\/icon\.svg$/
const HEADER = "x-fanfare-domain"

export class SiteHosts {
  readonly #deps: { db: Deps["db"]; config: Pick<Deps["config"], "publicUrl"> }
  readonly #log: (message: string) => void
  #slugs: ReadonlyMap<string, string> = new Map()
  #timer: NodeJS.Timeout | null = null

  constructor(deps: { db: Deps["db"]; config: Pick<Deps["config"], "publicUrl"> }, log: (message: string) => void) {
    this.#deps = deps
    this.#log = log
  }

  async start(): Promise<void> {
    await this.refresh()
    this.#timer = setInterval(() => void this.refresh(), FRESH_MS)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  /** While the database is away the domains known last stay known. */
  async refresh(): Promise<void> {
    try {
      const rows = await listVerifiedDomains(this.#deps.db)
      this.#slugs = new Map(rows.map((row) => [row.domain, row.slug]))
    } catch (error) {
      this.#log(`domains: ${(error as Error).message}`)
    }
  }

  /** Must be asked before every other path: it also takes our own header away from strangers. */
  handle: FastPath = (req, res) => {
    // Only where it stands: deleting from an object makes every later look into it slow.
    if (HEADER in req.headers) delete req.headers[HEADER]
    if (this.#slugs.size === 0) return false
    const domain = hostOf(req)
    const slug = this.#slugs.get(domain)
    return slug === undefined ? false : this.#answer(req, res, domain, slug)
  }

  #answer(req: IncomingMessage, res: ServerResponse, domain: string, slug: string): boolean {
    const path = (req.url ?? "").split("?", 1)[0]!
    if (SHARED.test(path)) return false
    const isRead = req.method === "GET" || req.method === "HEAD"
    if (isRead && OWN.has(path)) {
      req.url = path === "/" ? `/s/${slug}` : `/s/${slug}${path}`
      req.headers[HEADER] = domain
      return false
    }
    if (!isRead) res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
    else if (path === "/robots.txt") sendText(res, "User-agent: *\nAllow: /\n")
    else redirect(res, `${this.#deps.config.publicUrl}${path.startsWith("/") ? req.url : "/"}`)
    return true
  }
}

const hostOf = (req: IncomingMessage): string =>
  (req.headers.host ?? "")
    .toLowerCase()
    .replace(/:\d{1,5}$/, "")
    .replace(/\.$/, "")

function sendText(res: ServerResponse, text: string): void {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Content-Length": Buffer.byteLength(text) }
  res.writeHead(200, { ...headers, "Cache-Control": "public, max-age=3600" }).end(text)
}

/** Only to our own origin: the path is the visitor's, the host is not. */
function redirect(res: ServerResponse, location: string): void {
  res.writeHead(302, { Location: location, "Cache-Control": "no-store", "Content-Length": 0 }).end()
}

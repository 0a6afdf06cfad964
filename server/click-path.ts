/** `/r/CODE` in front of Next: the link from memory, the click made durable, then the redirect to the title. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { join } from "node:path"
import { daySecret } from "#lib/attribution/day-secret.ts"
import { type Click, recordClicks, SoleClickWriter } from "#lib/attribution/record-clicks.ts"
import { newClickId } from "#lib/attribution/visit.ts"
import type { Deps } from "#lib/deps.ts"
import { destinationOf } from "#lib/fans/destination.ts"
import { findLinkByCode, type LinkTarget, listNewestLinkTargets } from "#lib/fans/link-targets.ts"
import { AGENT_LIMIT, clickDevice } from "./click-agent.ts"
import { ClickRecorder } from "./click-recorder.ts"
import {
  type ClickTarget,
  clickCookie,
  clickFlag,
  parseClickUrl,
  readClickCookie,
  refererHost,
} from "./click-request.ts"
import { clientAddress } from "./client-address.ts"
import { LinkMap } from "./link-map.ts"
import { LinkPages } from "./link-pages.ts"
import { DaySecrets, visitHash } from "./visit-hash.ts"

const PRELOADED_LINKS = 50_000

export type ClickPathOptions = {
  deps: Pick<Deps, "db" | "clock"> & {
    config: Pick<Deps["config"], "dataDir" | "databaseUrl" | "publicUrl" | "trustedProxies">
  }
  log: (message: string) => void
}

/** What serves `/r/*`. Compose with `openClickPath`; close it before the database. */
export class ClickPath {
  readonly #options: ClickPathOptions
  readonly #links: LinkMap
  readonly #secrets: DaySecrets
  readonly #recorder: ClickRecorder
  readonly #sole: SoleClickWriter | null
  readonly #secure: boolean
  readonly #pages: LinkPages

  constructor(options: ClickPathOptions) {
    const { db, config } = options.deps
    this.#options = options
    this.#secure = config.publicUrl.startsWith("https://")
    this.#pages = new LinkPages(db, config.publicUrl)
    this.#links = new LinkMap((code) => findLinkByCode(db, code))
    this.#secrets = new DaySecrets((day) => daySecret(db, day))
    // The embedded database belongs to one process; behind DATABASE_URL there may be several.
    this.#sole = config.databaseUrl === null ? new SoleClickWriter(db) : null
    const sole = this.#sole
    this.#recorder = new ClickRecorder({
      store: sole ? (clicks) => sole.record(clicks) : (clicks) => recordClicks(db, clicks),
      folder: join(config.dataDir, "clicks"),
      log: options.log,
    })
  }

  async start(): Promise<void> {
    const { db, clock } = this.#options.deps
    await this.#secrets.start(() => clock.now())
    this.#links.preload(await listNewestLinkTargets(db, PRELOADED_LINKS))
    await this.#recorder.start()
  }

  /** Whether clicks wait for a database that does not take them. */
  get away(): boolean {
    return this.#recorder.away
  }

  /** When this resolves the database has every click that was answered before, or is away. */
  settle(): Promise<void> {
    return this.#recorder.settle()
  }

  /** Stores what is waiting. */
  async stop(): Promise<void> {
    this.#secrets.stop()
    await this.#recorder.stop()
    this.#sole?.close()
  }

  get links(): LinkMap {
    return this.#links
  }

  /** Answers `/r/*` and returns true; returns false, having done nothing, for every other path. */
  handle = (req: IncomingMessage, res: ServerResponse): boolean => {
    const wanted = parseClickUrl(req.url ?? "")
    if (!wanted) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    const known = wanted.code === null ? null : this.#links.peek(wanted.code)
    if (known !== undefined) this.#answer(req, res, wanted, known)
    else
      this.#links
        .get(wanted.code!)
        .then((target) => this.#answer(req, res, wanted, target))
        .catch(() => this.#pages.unavailable(req, res))
    return true
  }

  #answer(req: IncomingMessage, res: ServerResponse, wanted: ClickTarget, target: LinkTarget | null): void {
    if (!target) this.#pages.unknown(req, res)
    else if (target.state === "taken_down") this.#pages.takenDown(req, res, target)
    // The fan's own page has other titles to show.
    else if (target.state !== "published" && target.pageSlug === null) this.#pages.withdrawn(req, res, target)
    else this.#follow(req, res, wanted, target)
  }

  #follow(req: IncomingMessage, res: ServerResponse, wanted: ClickTarget, target: LinkTarget): void {
    const location = destinationOf(target, { deepPath: wanted.deepPath, utm: wanted.tags.utm })
    const now = this.#options.deps.clock.now()
    const secret = this.#secrets.at(now)
    // A retired link still leads where it always led; it counts and credits nothing.
    if (target.archived) redirect(res, location)
    else if (secret instanceof Uint8Array) this.#record(req, res, { wanted, target, now, secret, location })
    else
      secret
        .then((loaded) => this.#record(req, res, { wanted, target, now, secret: loaded, location }))
        .catch(() => redirect(res, location))
  }

  #record(
    req: IncomingMessage,
    res: ServerResponse,
    visit: { wanted: ClickTarget; target: LinkTarget; now: Date; secret: Uint8Array; location: string },
  ): void {
    const { wanted, target, now, secret, location } = visit
    const address = clientAddress(req, this.#options.deps.config.trustedProxies)
    const agent = (req.headers["user-agent"] ?? "").slice(0, AGENT_LIMIT)
    const { utm, ...tags } = wanted.tags
    const click: Click = {
      id: newClickId(now),
      linkId: target.linkId,
      titleId: target.titleId,
      at: now,
      subId: wanted.subId ?? target.subId,
      deepPath: wanted.deepPath,
      refererHost: refererHost(req.headers),
      flag: clickFlag(req.method ?? "GET", req.headers),
      visitHash: visitHash(secret, address, agent, target.linkId),
      ...tags,
      device: clickDevice(req.headers),
      utm: utm && JSON.stringify(utm),
    }
    this.#recorder.add(click, (stored) => {
      // What was not stored can credit nobody, so it leaves no cookie; the visitor arrives all the same.
      if (click.flag === "preview" && req.method === "GET") return this.#pages.card(req, res, target)
      const counts = stored && click.flag === null
      const cookie = counts ? clickCookie(click.id, readClickCookie(req.headers.cookie), this.#secure) : undefined
      redirect(res, location, cookie)
    })
  }
}

/** Loads links and secrets, replays what a crash left behind, and is ready for clicks. */
export async function openClickPath(options: ClickPathOptions): Promise<ClickPath> {
  const path = new ClickPath(options)
  await path.start()
  return path
}

function redirect(res: ServerResponse, location: string, cookie?: string): void {
  const headers: Record<string, string | number> = {
    Location: location,
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Length": 0,
  }
  if (cookie) headers["Set-Cookie"] = cookie
  res.writeHead(302, headers).end()
}

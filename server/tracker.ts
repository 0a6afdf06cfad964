/** The tracker: `/announce` and `/scrape` for open titles, so that any BitTorrent client finds others who hold them. */
import type { ServerResponse } from "node:http"
import { isIPv4 } from "node:net"
import { listOpenInfoHashes } from "#lib/catalog/queries.ts"
import { isDialable, networkGroup, unmap } from "#lib/delivery/network-group.ts"
import type { Deps } from "#lib/deps.ts"
import { MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { clientAddress } from "./client-address.ts"
import type { FastPath } from "./http.ts"
import {
  announceAnswer,
  compactPeer,
  parseAnnounce,
  parseScrape,
  refusalAnswer,
  scrapeAnswer,
  TrackerRefusal,
} from "./tracker-request.ts"
import { TrackerSwarms } from "./tracker-swarms.ts"
import { within } from "./within.ts"

/** Every half an hour; a client that found nobody may ask again after five minutes. */
const INTERVAL_SECONDS = { interval: 30 * 60, least: 5 * 60 }
/** Two a second from one network: a household with dozens of torrents, and no more. */
export const REQUESTS_PER_MINUTE = 120
/** About 150 bytes each. */
const REMEMBERED_NETWORKS = 50_000

/** What was published or withdrawn is seen within this time. */
const FRESH_MS = 30 * SECOND_MS
/** A hash that is not there may have been published just now; guesses cost one query a second, all of them together. */
const RETRY_MS = SECOND_MS
const ASK_LIMIT_MS = 2 * SECOND_MS

export type TrackerDeps = Pick<Deps, "db"> & { config: Pick<Deps["config"], "mode" | "trustedProxies"> }

/** Memory is this process's own: of several, each knows those who announced to it (docs/decisions/015-tracker.md). */
export function createTracker({ db, config }: TrackerDeps): FastPath {
  const swarms = new TrackerSwarms()
  const isOpen = openTitles(() => listOpenInfoHashes(db))
  const mayAsk = requestLimit()

  const announce = async (query: string, address: string): Promise<Uint8Array> => {
    const ask = parseAnnounce(query)
    if (!(await isOpen(ask.infoHash))) throw notOpen()
    const compact = isDialable(address, config.mode) ? compactPeer(address, ask.port) : null
    if (!compact) throw new TrackerRefusal("You are seen at an address that others cannot dial.")
    const peers = swarms.announce({ compact, network: networkOf(address) }, ask)
    return announceAnswer(swarms.counts(ask.infoHash), peers, INTERVAL_SECONDS)
  }
  const scrape = async (query: string): Promise<Uint8Array> => {
    const found = new Map<string, ReturnType<TrackerSwarms["counts"]>>()
    for (const hash of parseScrape(query)) if (await isOpen(hash)) found.set(hash, swarms.counts(hash))
    if (found.size === 0) throw notOpen()
    return scrapeAnswer(found)
  }

  return (req, res) => {
    const wanted = /^\/(announce|scrape)(?:\?|$)/.exec(req.url ?? "")
    if (!wanted) return false
    if (req.method !== "GET") {
      res.writeHead(405, { Allow: "GET", "Content-Length": 0 }).end()
      return true
    }
    const address = clientAddress(req, config.trustedProxies)
    const query = req.url!.slice(wanted[0].length)
    if (!mayAsk(networkOf(address))) sendRefusal(res, new TrackerRefusal("Too many requests.", 2))
    else answer(res, wanted[1] === "scrape" ? scrape(query) : announce(query, address))
    return true
  }
}

/** One sentence for titles on sale and for what nobody knows: asking tells nothing about what is not open. */
const notOpen = () =>
  new TrackerRefusal("No open title has this info hash. Titles on sale are carried with tickets, not by this tracker.")

/** The open titles, asked for at most every few seconds; while the database is away the last known list stands. */
export function openTitles(list: () => Promise<string[]>, now: () => number = () => performance.now()) {
  let known: ReadonlySet<string> | null = null
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<unknown> | null = null
  const read = () => {
    reading ??= within(ASK_LIMIT_MS, list())
      .then((hashes) => {
        known = new Set(hashes)
      })
      .catch(() => undefined)
      .finally(() => {
        readAt = now()
        reading = null
      })
    return reading
  }
  return async (infoHash: string): Promise<boolean> => {
    if (now() - readAt > (known?.has(infoHash) ? FRESH_MS : RETRY_MS)) await read()
    if (!known) throw new TrackerRefusal("Titles cannot be looked up right now.", 5)
    return known.has(infoHash)
  }
}

/** Counts requests of a network by the minute, in memory. */
export function requestLimit(now: () => number = () => performance.now()) {
  const counts = new Map<string, { count: number; until: number }>()
  return (network: string): boolean => {
    const known = counts.get(network)
    if (known && known.until > now()) return ++known.count <= REQUESTS_PER_MINUTE
    counts.delete(network)
    counts.set(network, { count: 1, until: now() + MINUTE_MS })
    if (counts.size > REMEMBERED_NETWORKS) counts.delete(counts.keys().next().value!)
    return true
  }
}

/** Behind one IPv4 address is a household; of IPv6 addresses a household has a whole /56. */
const networkOf = (address: string): string => (isIPv4(unmap(address)) ? unmap(address) : networkGroup(address))

function answer(res: ServerResponse, work: Promise<Uint8Array>): void {
  work.then(
    (body) => send(res, body),
    (error: unknown) =>
      sendRefusal(res, error instanceof TrackerRefusal ? error : new TrackerRefusal("Something broke on our side.", 5)),
  )
}

const sendRefusal = (res: ServerResponse, refusal: TrackerRefusal): void => send(res, refusalAnswer(refusal))

/** Refusals are 200 too: clients show the reason only then. */
function send(res: ServerResponse, body: Uint8Array): void {
  res.writeHead(200, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": body.length,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  })
  res.end(body)
}

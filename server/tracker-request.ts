/** What a BitTorrent client asks the tracker (BEP 3, 23, 48), read from the bytes of its query with limits, and what it is told. */
import { isIPv4, isIPv6 } from "node:net"
import { type Encodable, encodeDict } from "#peer/engine/bencode.ts"

/** 64 info hashes of a scrape, every byte escaped, are 64 x 71 characters. */
const MAX_QUERY = 8_192
const MAX_FIELDS = 96
const MAX_SCRAPE = 64
const HASH_BYTES = 20
/** BEP 3's own default, and here the most. */
export const MAX_WANTED = 50

/** A refusal in the client's own language: it shows the sentence to its user. */
export class TrackerRefusal extends Error {
  /** Minutes after which asking again may help (BEP 31); null when it will not. */
  readonly retryMinutes: number | null

  constructor(reason: string, retryMinutes: number | null = null) {
    super(reason)
    this.retryMinutes = retryMinutes
  }
}

export type Announce = {
  /** 40 hex digits. */
  infoHash: string
  port: number
  seeder: boolean
  event: "started" | "completed" | "stopped" | null
  /** Peers wanted, at most 50. */
  wanted: number
}

const EVENTS: Readonly<Record<string, Announce["event"]>> = {
  "": null,
  // Partial seeds say this one (BEP 21); nothing about them is different here.
  paused: null,
  started: "started",
  completed: "completed",
  stopped: "stopped",
}

/** Throws TrackerRefusal. An `ip` a client names is not looked at: it could send a whole swarm to a stranger. */
export function parseAnnounce(query: string): Announce {
  const fields = fieldsOf(query)
  const one = (name: string): string => fields.find(([key]) => key === name)?.[1] ?? ""
  const [infoHash, ...more] = hashesOf(fields)
  if (!infoHash || more.length > 0) throw new TrackerRefusal("An announce names one info_hash.")
  if (one("peer_id").length !== HASH_BYTES) throw new TrackerRefusal("peer_id has 20 bytes.")
  const port = /^\d{1,5}$/.test(one("port")) ? Number(one("port")) : 0
  if (port < 1 || port > 65_535) throw new TrackerRefusal("port is a number from 1 to 65535.")
  // Some clients say -1 or 2^63 - 1 while they do not know; only zero means anything here.
  if (!/^-?\d{1,20}$/.test(one("left"))) throw new TrackerRefusal("left is a number of bytes.")
  const event = Object.hasOwn(EVENTS, one("event")) ? EVENTS[one("event")] : undefined
  if (event === undefined) throw new TrackerRefusal("event is started, completed, stopped or empty.")
  return { infoHash, port, seeder: /^-?0+$/.test(one("left")), event, wanted: wantedOf(one("numwant")) }
}

/** Throws TrackerRefusal: nobody gets the list of everything that is swarmed. */
export function parseScrape(query: string): string[] {
  const hashes = [...new Set(hashesOf(fieldsOf(query)))]
  if (hashes.length === 0 || hashes.length > MAX_SCRAPE)
    throw new TrackerRefusal(`A scrape names 1 to ${MAX_SCRAPE} info hashes.`)
  return hashes
}

const wantedOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_WANTED) : MAX_WANTED)

function hashesOf(fields: readonly (readonly [string, string])[]): string[] {
  const hashes = fields.filter(([key]) => key === "info_hash").map(([, value]) => value)
  if (hashes.some((hash) => hash.length !== HASH_BYTES)) throw new TrackerRefusal("info_hash has 20 bytes.")
  return hashes.map((hash) => Buffer.from(hash, "latin1").toString("hex"))
}

function fieldsOf(query: string): (readonly [string, string])[] {
  if (query.length > MAX_QUERY) throw new TrackerRefusal("This request is too long.")
  const fields = query.split("&", MAX_FIELDS + 1)
  if (fields.length > MAX_FIELDS) throw new TrackerRefusal("This request has too many fields.")
  return fields.map((field) => {
    const at = field.indexOf("=")
    return at < 0 ? ([field, ""] as const) : ([field.slice(0, at), unescapeBytes(field.slice(at + 1))] as const)
  })
}

/** Percent-encoded bytes, one character each: they are no UTF-8, so decodeURIComponent would refuse them. */
function unescapeBytes(text: string): string {
  return text.replace(/\+/g, " ").replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
}

/** Address and port as swarms hand them on: 4 + 2 bytes (BEP 23) or 16 + 2 (BEP 7). Null when it is no address. */
export function compactPeer(address: string, port: number): Uint8Array | null {
  const [host = ""] = address.split("%", 1)
  const bytes = isIPv4(host) ? host.split(".").map(Number) : isIPv6(host) ? ipv6Bytes(host) : null
  return bytes && Uint8Array.of(...bytes, port >> 8, port & 0xff)
}

function ipv6Bytes(host: string): number[] {
  // A URL writes every form of an address in one way: lower-case groups and at most one "::".
  const [head = "", tail] = new URL(`http://[${host}]`).hostname.slice(1, -1).split("::")
  const groups = (text = "") => text.split(":").filter(Boolean)
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0")
  const all = [...groups(head), ...zeros, ...groups(tail)].map((group) => parseInt(group, 16))
  return all.flatMap((group) => [group >> 8, group & 0xff])
}

export type SwarmCounts = { complete: number; incomplete: number; downloaded: number }

/** Addresses are always compact: no client of the last fifteen years asks for the other form. */
export function announceAnswer(
  counts: SwarmCounts,
  peers: readonly Uint8Array[],
  seconds: { interval: number; least: number },
): Uint8Array {
  const ofLength = (length: number) => Buffer.concat(peers.filter((peer) => peer.length === length))
  const peers6 = ofLength(18)
  return encodeDict({
    complete: counts.complete,
    incomplete: counts.incomplete,
    interval: seconds.interval,
    "min interval": seconds.least,
    peers: ofLength(6),
    ...(peers6.length > 0 ? { peers6 } : {}),
  })
}

/** By info hash, 40 hex digits. */
export function scrapeAnswer(swarms: ReadonlyMap<string, SwarmCounts>): Uint8Array {
  const files: Record<string, Encodable> = {}
  for (const [infoHash, counts] of swarms) files[Buffer.from(infoHash, "hex").toString("latin1")] = counts
  return encodeDict({ files })
}

export const refusalAnswer = ({ message, retryMinutes }: TrackerRefusal): Uint8Array =>
  encodeDict({ "failure reason": message, ...(retryMinutes === null ? {} : { "retry in": retryMinutes }) })

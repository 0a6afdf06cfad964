/** Who is in the swarm of which open title, in this process's memory: peers come by announcing and are forgotten by silence. */
import { MINUTE_MS } from "#lib/kernel/period.ts"
import type { Announce, SwarmCounts } from "./tracker-request.ts"

/** One and a half intervals: one lost announce forgets nobody. */
export const PEER_LIFE_MS = 45 * MINUTE_MS
/** Ten answers' worth. A full peer is about 250 bytes, so 1 000 full swarms hold 125 MB at the very most. */
export const MAX_PEERS = 500
export const MAX_SWARMS = 1_000
/** Ports cost nothing: without this one machine could be the whole swarm. A household or a small office fits. */
export const MAX_PEERS_PER_NETWORK = 8

type Peer = { compact: Uint8Array; network: string; seeder: boolean; seenAt: number }
/** Both maps are kept in the order of the last announce, the longest silent first. */
type Swarm = { peers: Map<string, Peer>; downloaded: number; seenAt: number }

export type Caller = {
  /** Address and port, 6 or 18 bytes. */
  compact: Uint8Array
  network: string
}

export class TrackerSwarms {
  readonly #swarms = new Map<string, Swarm>()
  readonly #now: () => number
  readonly #random: () => number

  constructor(now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.#now = now
    this.#random = random
  }

  /** Writes the caller down (or off, when it stops) and answers with other peers: for a seeder only who still needs bytes. */
  announce(caller: Caller, ask: Announce): Uint8Array[] {
    const swarm = this.#touch(ask.infoHash)
    const key = Buffer.from(caller.compact).toString("hex")
    const before = swarm.peers.get(key)
    swarm.peers.delete(key)
    if (ask.event === "stopped") return []
    if (ask.event === "completed" && before && !before.seeder) swarm.downloaded += 1
    const others = [...swarm.peers.values()].filter((peer) => !(ask.seeder && peer.seeder))
    if (!before) makeRoom(swarm, caller.network)
    swarm.peers.set(key, { ...caller, seeder: ask.seeder, seenAt: swarm.seenAt })
    return this.#pick(others, ask.wanted).map((peer) => peer.compact)
  }

  /** `downloaded` counts since this process met the swarm; a hint for clients, and no figure of ours. */
  counts(infoHash: string): SwarmCounts {
    const swarm = this.#swarms.get(infoHash)
    if (!swarm) return { complete: 0, incomplete: 0, downloaded: 0 }
    this.#forgetSilent(swarm)
    const complete = [...swarm.peers.values()].filter((peer) => peer.seeder).length
    return { complete, incomplete: swarm.peers.size - complete, downloaded: swarm.downloaded }
  }

  #touch(infoHash: string): Swarm {
    const swarm = this.#swarms.get(infoHash) ?? { peers: new Map(), downloaded: 0, seenAt: 0 }
    swarm.seenAt = this.#now()
    this.#swarms.delete(infoHash)
    this.#swarms.set(infoHash, swarm)
    this.#forgetSilent(swarm)
    for (const [hash, oldest] of this.#swarms) {
      if (this.#swarms.size <= MAX_SWARMS && swarm.seenAt - oldest.seenAt <= PEER_LIFE_MS) break
      this.#swarms.delete(hash)
    }
    return swarm
  }

  #forgetSilent(swarm: Swarm): void {
    const limit = this.#now() - PEER_LIFE_MS
    for (const [key, peer] of swarm.peers) {
      if (peer.seenAt >= limit) return
      swarm.peers.delete(key)
    }
  }

  /** `wanted` of them, each as likely as any other. */
  #pick(peers: Peer[], wanted: number): Peer[] {
    const count = Math.min(wanted, peers.length)
    for (let i = 0; i < count; i++) {
      const j = i + Math.floor(this.#random() * (peers.length - i))
      const held = peers[i]!
      peers[i] = peers[j]!
      peers[j] = held
    }
    return peers.slice(0, count)
  }
}

/** Takes the longest silent peer of the same network, or of all, away when there are as many as may be. */
function makeRoom(swarm: Swarm, network: string): void {
  const neighbours = [...swarm.peers].filter(([, peer]) => peer.network === network).map(([key]) => key)
  if (neighbours.length >= MAX_PEERS_PER_NETWORK) swarm.peers.delete(neighbours[0]!)
  else if (swarm.peers.size >= MAX_PEERS) swarm.peers.delete(swarm.peers.keys().next().value!)
}

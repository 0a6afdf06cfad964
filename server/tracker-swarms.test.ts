import { beforeEach, expect, it } from "vitest"
import type { Announce } from "./tracker-request.ts"
import { compactPeer } from "./tracker-request.ts"
import { MAX_PEERS, MAX_PEERS_PER_NETWORK, MAX_SWARMS, PEER_LIFE_MS, TrackerSwarms } from "./tracker-swarms.ts"

const HASH = "ab".repeat(20)
let now: number
let swarms: TrackerSwarms
beforeEach(() => {
  now = 1
  swarms = new TrackerSwarms(() => now)
})

const caller = (address: string, port = 6881) => ({ compact: compactPeer(address, port)!, network: address })
const announce = (address: string, change: Partial<Announce> & { from?: number } = {}) => {
  const { from = 6881, ...rest } = change
  const ask = { infoHash: HASH, port: from, seeder: false, event: null, wanted: 50, ...rest }
  return swarms.announce(caller(address, from), ask).map((peer) => Buffer.from(peer).toString("hex"))
}
const nth = (n: number) => `10.0.${n >> 8}.${n & 255}`
const hex = (address: string) => Buffer.from(compactPeer(address, 6881)!).toString("hex")

it("hands peers to each other, never a caller to itself, and seeders only to those who need bytes", () => {
  expect(announce("10.0.0.1", { seeder: true })).toEqual([])
  expect(announce("10.0.0.2", { seeder: true })).toEqual([])
  expect(announce("10.0.0.3").sort()).toEqual([hex("10.0.0.1"), hex("10.0.0.2")])
  expect(announce("10.0.0.3")).toHaveLength(2)
  expect(announce("10.0.0.1", { seeder: true })).toEqual([hex("10.0.0.3")])
  expect(announce("10.0.0.4", { infoHash: "cd".repeat(20) })).toEqual([])
  expect(swarms.counts(HASH)).toEqual({ complete: 2, incomplete: 1, downloaded: 0 })
})

it("counts a completion once, and only of a peer it saw downloading", () => {
  announce("10.0.0.1", { event: "completed", seeder: true })
  announce("10.0.0.2", { event: "started" })
  for (let i = 0; i < 2; i++) announce("10.0.0.2", { event: "completed", seeder: true })
  expect(swarms.counts(HASH)).toEqual({ complete: 2, incomplete: 0, downloaded: 1 })
})

it("forgets who stops at once and who is silent after 45 minutes, not before", () => {
  announce("10.0.0.1")
  announce("10.0.0.2")
  expect(announce("10.0.0.1", { event: "stopped" })).toEqual([])
  now += PEER_LIFE_MS
  expect(announce("10.0.0.3")).toEqual([hex("10.0.0.2")])
  now += 1
  expect(announce("10.0.0.4")).toEqual([hex("10.0.0.3")])
  expect(swarms.counts(HASH).incomplete).toBe(2)
})

it("holds at most 500 peers, the longest silent leaving, and answers with as many as were wanted, each once", () => {
  for (let n = 0; n < MAX_PEERS + 7; n++) announce(nth(n))
  expect(swarms.counts(HASH).incomplete).toBe(MAX_PEERS)
  const answer = announce("10.9.9.9")
  expect([answer.length, new Set(answer).size]).toEqual([50, 50])
  for (const gone of [0, 6]) expect(answer).not.toContain(hex(nth(gone)))
  expect(announce("10.9.9.9", { wanted: 3 })).toHaveLength(3)
  expect(announce("10.9.9.9", { wanted: 0 })).toEqual([])
})

it("one network cannot push the others out", () => {
  announce("10.0.0.1")
  for (let port = 1; port <= 3_000; port++) announce("10.0.0.2", { from: port })
  expect(swarms.counts(HASH).incomplete).toBe(1 + MAX_PEERS_PER_NETWORK)
  expect(announce("10.0.0.3")).toContain(hex("10.0.0.1"))
})

it("holds at most 1 000 swarms, and none that fell silent", () => {
  const swarm = (n: number) => n.toString(16).padStart(40, "0")
  for (let n = 0; n <= MAX_SWARMS; n++) announce("10.0.0.1", { infoHash: swarm(n) })
  expect([0, 1].map((n) => swarms.counts(swarm(n)).incomplete)).toEqual([0, 1])
})

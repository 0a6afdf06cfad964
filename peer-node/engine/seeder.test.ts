/** The carrier against hostile and strange peers, spoken to byte by byte over a real socket. */
import net from "node:net"
import { afterEach, describe, expect, test, vi } from "vitest"
import { concat, fromHex } from "../protocol/bytes.ts"
import { signReceipt } from "../protocol/receipt.ts"
import {
  DIAL_BACK_INFO_HASH,
  ROLE_CARRIER,
  ROLE_DOWNLOADER,
  signTranscript,
  verifyDialBack,
  verifyTranscript,
} from "../protocol/transcript.ts"
import { WireDecoder } from "./decoder.ts"
import { decodeExtended, encodeExtended } from "./extended.ts"
import * as m from "./messages.ts"
import { crypto, type TestSeeder, TestSwarm } from "./testing/swarm-fixture.ts"

const KIB = 1024
let swarm: TestSwarm
const sockets: net.Socket[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const socket of sockets.splice(0)) socket.destroy()
  await swarm.close()
})

/** A peer made by hand: what it was sent, and a promise of its end. */
class HandPeer {
  readonly socket: net.Socket
  readonly messages: { id: number; payload: Uint8Array }[] = []
  blocks = 0
  readonly closed: Promise<void>

  constructor(port: number) {
    this.socket = net.connect(port, "127.0.0.1")
    sockets.push(this.socket)
    this.socket.on("error", () => {})
    this.closed = new Promise((resolve) => this.socket.once("close", () => resolve()))
    const decoder = new WireDecoder({
      onHandshake: () => {},
      onMessage: (id, payload) => void this.messages.push({ id, payload }),
      onBlockStart: () => {},
      onBlockEnd: () => void this.blocks++,
      onFault: () => {},
    })
    this.socket.on("data", (bytes) => decoder.push(bytes))
  }

  send(...parts: Uint8Array[]): void {
    this.socket.write(concat(...parts))
  }

  /** The payload of the next extended message of that number, waited for. */
  async extended(number: number): Promise<Uint8Array> {
    const find = () => this.messages.find((x) => x.id === m.EXTENDED && x.payload[0] === number)?.payload.subarray(1)
    await vi.waitFor(() => expect(find()).toBeDefined(), { interval: 5 })
    return find()!
  }
}

const hello = () => m.handshakeFrame(swarm.bits.infoHash, new Uint8Array(20))
const reasonOf = (s: TestSeeder) => {
  const left = s.events.find((e) => e.kind === "peer_left")
  return left?.kind === "peer_left" ? left.reason?.code : undefined
}
const untilLeft = (s: TestSeeder) =>
  vi.waitFor(() => expect(s.events.some((e) => e.kind === "peer_left")).toBe(true), { interval: 5 })

/** Handshake, ticket and signature as an honest downloader gives them. */
async function admitted(seeder: TestSeeder): Promise<HandPeer> {
  const peer = new HandPeer(seeder.seeder.port)
  const nonce = crypto.randomBytes(32)
  const ticket = seeder.carrier.ticket!
  peer.send(hello(), m.extendedFrame(0, encodeExtended({ nonce, ticket: ticket.jws })))
  const theirs = decodeExtended(await peer.extended(0))
  const sides = {
    jti: ticket.jti,
    carrierNonce: theirs.nonce!,
    downloaderNonce: nonce,
    carrierKey: ticket.nodeKey,
    downloaderKey: swarm.sessionKey.publicKey,
    obj: swarm.bits.obj,
  }
  const proof = await peer.extended(1)
  expect(await verifyTranscript(crypto, proof, { role: ROLE_CARRIER, ...sides })).toBe(true)
  const ours = await signTranscript(crypto, swarm.sessionKey, { role: ROLE_DOWNLOADER, ...sides })
  peer.send(m.extendedFrame(theirs.authId, ours), m.frame(m.INTERESTED))
  await vi.waitFor(() => expect(peer.messages.some((x) => x.id === m.UNCHOKE)).toBe(true), { interval: 5 })
  return peer
}

describe("hostile peers", () => {
  test.each([
    ["a frame of 4 GiB", () => [hello(), Uint8Array.of(255, 255, 255, 255, 20)], "frame_too_large"],
    ["HTTP", () => [Uint8Array.from("GET / HTTP/1.1\r\n\r\n", (c) => c.charCodeAt(0))], "bad_handshake"],
    ["another release", () => [m.handshakeFrame(new Uint8Array(20), new Uint8Array(20))], "unknown_release"],
    ["a request before a ticket", () => [hello(), m.requestFrame(m.REQUEST, 0, 0, 16 * KIB)], "bad_request"],
    ["a receipt before a ticket", () => [hello(), m.extendedFrame(2, new Uint8Array(104))], "bad_receipt"],
    ["a block", () => [hello(), Uint8Array.of(0, 0, 0, 10, 7, 0, 0, 0, 0, 0, 0, 0, 0, 1)], "unasked_block"],
    ["bencode without end", () => [hello(), m.extendedFrame(0, Uint8Array.of(0x64, 0x31, 0x3a))], "bad_frame"],
    ["no ticket", () => [hello(), m.extendedFrame(0, encodeExtended({ nonce: new Uint8Array(32) }))], "bad_ticket"],
    [
      "an unknown ticket",
      () => [hello(), m.extendedFrame(0, encodeExtended({ nonce: new Uint8Array(32), ticket: "x" }))],
      "bad_ticket",
    ],
  ])("%s is let go by name, and gets no byte", async (_name, bytes, code) => {
    swarm = await TestSwarm.create(2 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const peer = new HandPeer(seeder.seeder.port)
    peer.send(...bytes())
    await peer.closed
    await untilLeft(seeder)
    expect(reasonOf(seeder)).toBe(code)
    expect(seeder.seeder.stats().bytesSent).toBe(0)
  })

  test.each([
    ["outside the release", 2, 0, 16 * KIB],
    ["past the piece's end", 0, 250 * KIB, 16 * KIB],
    ["of nothing", 0, 0, 0],
    ["of more than a block", 0, 0, 200 * KIB],
  ])("a request %s ends an admitted peer", async (_name, piece, begin, length) => {
    swarm = await TestSwarm.create(2 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const peer = await admitted(seeder)
    peer.send(m.requestFrame(m.REQUEST, piece, begin, length))
    await peer.closed
    await untilLeft(seeder)
    expect(reasonOf(seeder)).toBe("bad_request")
  })

  test.each([
    ["garbage", async () => new Uint8Array(104).fill(7)],
    ["signed by another", async () => receipt({}, await crypto.generateSigningKey())],
    ["of another ticket", async () => receipt({ ticket: new Uint8Array(16) }, swarm.sessionKey)],
    ["over the ticket's limit", async () => receipt({ cumulativeBytes: 1n << 40n }, swarm.sessionKey)],
  ])("a receipt %s ends the peer and is not kept", async (_name, make) => {
    swarm = await TestSwarm.create(2 * 256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    ticketId = seeder.carrier.ticket!.jti
    const peer = await admitted(seeder)
    peer.send(m.extendedFrame(2, await make()))
    await peer.closed
    await untilLeft(seeder)
    expect(reasonOf(seeder)).toBe("bad_receipt")
    expect(seeder.receipts).toEqual([])
  })

  test("a slow loris is let go after ten seconds, and one without a proof after fifteen", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] })
    swarm = await TestSwarm.create(256 * KIB, 256 * KIB)
    const seeder = await swarm.seeder()
    const loris = new HandPeer(seeder.seeder.port)
    loris.send(hello().subarray(0, 10))
    const silent = new HandPeer(seeder.seeder.port)
    silent.send(hello())
    await silent.extended(0)
    await vi.waitFor(() => expect(seeder.seeder.stats().peers).toBe(2))
    vi.advanceTimersByTime(11_000)
    await loris.closed
    await vi.waitFor(() => expect(seeder.seeder.stats().peers).toBe(1))
    vi.advanceTimersByTime(5_000)
    await silent.closed
  })

  test("an expired ticket ends the wire", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] })
    swarm = await TestSwarm.create(256 * KIB, 256 * KIB)
    let nowMs = Date.now()
    const seeder = await swarm.seeder({ options: { now: () => nowMs } })
    const peer = await admitted(seeder)
    nowMs += 5 * 3_600_000
    vi.advanceTimersByTime(1_000)
    await peer.closed
    await untilLeft(seeder)
    expect(reasonOf(seeder)).toBe("ticket_expired")
  })
})

let ticketId: Uint8Array = new Uint8Array(16)
async function receipt(more: object, key: typeof swarm.sessionKey): Promise<Uint8Array> {
  const plain = {
    final: false,
    seq: 1,
    ticket: ticketId,
    cumulativeBytes: 5n,
    pieces: 1,
    atSeconds: 1,
    bitmapTag: new Uint8Array(4),
  }
  return (await signReceipt(crypto, key, { ...plain, ...more })).bytes
}

test("the platform's dial-back is answered with the node key's signature, then the wire closes", async () => {
  swarm = await TestSwarm.create(256 * KIB, 256 * KIB)
  const seeder = await swarm.seeder()
  const peer = new HandPeer(seeder.seeder.port)
  const platformNonce = crypto.randomBytes(32)
  const hash = fromHex(DIAL_BACK_INFO_HASH)
  peer.send(m.handshakeFrame(hash, new Uint8Array(20)), m.extendedFrame(0, encodeExtended({ nonce: platformNonce })))
  const { nonce } = decodeExtended(await peer.extended(0))
  const signature = await peer.extended(1)
  const sides = { platformNonce, nodeNonce: nonce!, nodeKey: seeder.carrier.ticket!.nodeKey }
  expect(await verifyDialBack(crypto, signature, sides)).toBe(true)
  await peer.closed
})

test("a bad sector costs the peer those blocks, not the wire", async () => {
  swarm = await TestSwarm.create(4 * 256 * KIB, 256 * KIB)
  const seeder = await swarm.seeder({
    corrupt: (at) => {
      if (at >= 256 * KIB && at < 512 * KIB) throw new Error("EIO")
    },
  })
  const peer = await admitted(seeder)
  peer.send(m.requestFrame(m.REQUEST, 1, 0, 16 * KIB), m.requestFrame(m.REQUEST, 3, 0, 16 * KIB))
  await vi.waitFor(() => expect(peer.blocks).toBe(1))
  expect(peer.messages.filter((x) => x.id === m.REJECT).map((x) => m.readU32(x.payload, 0))).toEqual([1])
  expect(seeder.events.filter((e) => e.kind === "store_failed")).toHaveLength(1)
  expect(peer.socket.destroyed).toBe(false)
})

test("a debt follows the account: what one ticket left unsigned shrinks the next one's window", async () => {
  swarm = await TestSwarm.create(64 * 256 * KIB, 256 * KIB)
  const book = new Map<string, number>()
  const debts = { read: (tag: string) => book.get(tag) ?? 0, write: (tag: string, n: number) => void book.set(tag, n) }
  const seeder = await swarm.seeder({ options: { debts } })
  const peer = await admitted(seeder)
  for (let i = 0; i < 64; i++) peer.send(m.requestFrame(m.REQUEST, i, 0, 128 * KIB))
  const window = 2 * 1024 * KIB
  await vi.waitFor(() => expect(peer.blocks).toBe(window / (128 * KIB)))
  peer.socket.destroy()
  await untilLeft(seeder)
  expect([...book.values()]).toEqual([window])
})

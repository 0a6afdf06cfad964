/** Makes the release a carriage bench moves: random bytes, its torrent, keys, and a real ticket per carrier. */
import { createHash, randomBytes } from "node:crypto"
import { closeSync, openSync, writeFileSync, writeSync } from "node:fs"
import path from "node:path"
import { encodeDict } from "../../../peer-node/engine/bencode.ts"
import { nodeCryptoPort } from "../../../peer-node/engine/node-crypto.ts"
import { toHex } from "../../../peer-node/protocol/bytes.ts"
import type { KeyPair } from "../../../peer-node/protocol/crypto.ts"
import { signTicket, startWindowBytes } from "../../../peer-node/protocol/ticket.ts"
import type { BenchPlan, HexKeyPair } from "./plan.ts"

const PIECE_BYTES = 1024 * 1024
const crypto = nodeCryptoPort()
const hex = (k: KeyPair): HexKeyPair => ({ publicKey: toHex(k.publicKey), secretKey: toHex(k.secretKey) })

/** Writes content, torrent and plan into `folder`; gives the paths the processes need. */
export async function makeRelease(folder: string, sizeBytes: number, carriers: number) {
  const contentPath = path.join(folder, "content.bin")
  const { sha1, sha256 } = writeContent(contentPath, sizeBytes)
  const info = { length: sizeBytes, name: "content.bin", "piece length": PIECE_BYTES, pieces: sha1 }
  const torrentPath = path.join(folder, "content.torrent")
  writeFileSync(torrentPath, encodeDict({ announce: "http://127.0.0.1:1/announce", info }))
  const infoHash = createHash("sha1").update(encodeDict(info)).digest("hex")
  const plan = await planFor(contentPath, sizeBytes, sha256, infoHash, carriers)
  const planPath = path.join(folder, "plan.json")
  writeFileSync(planPath, JSON.stringify(plan))
  return { contentPath, planPath, torrentPath }
}

function writeContent(contentPath: string, sizeBytes: number) {
  const fd = openSync(contentPath, "w")
  const sha1: Buffer[] = []
  const sha256: Buffer[] = []
  for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
    const piece = randomBytes(Math.min(PIECE_BYTES, sizeBytes - at))
    writeSync(fd, piece)
    sha1.push(createHash("sha1").update(piece).digest())
    sha256.push(createHash("sha256").update(piece).digest())
  }
  closeSync(fd)
  return { sha1: Buffer.concat(sha1), sha256: Buffer.concat(sha256) }
}

async function planFor(
  contentPath: string,
  sizeBytes: number,
  pieceHashes: Buffer,
  infoHash: string,
  carriers: number,
): Promise<BenchPlan> {
  const ticketKey = { kid: "bench", ...(await crypto.generateSigningKey()) }
  const sessionKey = await crypto.generateSigningKey()
  const obj = crypto.randomBytes(32)
  const win = startWindowBytes(sizeBytes, PIECE_BYTES)
  const now = Math.floor(Date.now() / 1000)
  const named = []
  for (let i = 0; i < carriers; i++) {
    const nodeKey = await crypto.generateSigningKey()
    const jti = crypto.randomBytes(16)
    const frozen = { sz: sizeBytes, lim: sizeBytes, win, iat: now, exp: now + 14_400, knd: "carry" as const }
    const who = { car: nodeKey.publicKey, dlk: sessionKey.publicKey, dbt: crypto.randomBytes(16) }
    const ticket = await signTicket({ jti, ses: "ses_bench", obj, ...who, ...frozen }, ticketKey)
    named.push({ ...hex(nodeKey), ticket, jti: toHex(jti), windowBytes: win })
  }
  return {
    contentPath,
    obj: toHex(obj),
    infoHash,
    sizeBytes,
    pieceBytes: PIECE_BYTES,
    pieceHashes: pieceHashes.toString("hex"),
    ticketKey: { kid: "bench", publicKey: toHex(ticketKey.publicKey) },
    sessionKey: hex(sessionKey),
    carriers: named,
  }
}

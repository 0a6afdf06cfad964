/** Answers a possession challenge from the bytes that really lie here; a range we do not hold is not answered. */
import { auditAnswer, verifyChallenge } from "../protocol/audit.ts"
import type { NodeContext } from "./context.ts"
import type { Shelf, ShelfItem } from "./shelf.ts"

export type AuditOutcome = { readonly obj: string; readonly passed: boolean } | null

/** Null when there is nothing to answer with. Throws `ProtocolError` for a challenge that is not the platform's. */
export async function answerChallenge(context: NodeContext, shelf: Shelf, token: string): Promise<AuditOutcome> {
  const nowSeconds = context.clock.nowSeconds()
  const challenge = await context.keys.check((keys) => verifyChallenge(token, { keys, nowSeconds }))
  const item = shelf.find(challenge.obj)
  if (!item || !challenge.ranges.every(([offset, length]) => holds(item, offset, length))) return null
  const bytes = new Uint8Array(challenge.ranges.reduce((n, [, length]) => n + length, 0))
  let at = 0
  for (const [offset, length] of challenge.ranges) {
    await item.store.read(offset, [bytes.subarray(at, at + length)])
    at += length
  }
  const answer = await auditAnswer(context.crypto, challenge.nonce, bytes)
  const { passed } = await context.platform.answerAudit(challenge.jti, answer)
  return { obj: item.id, passed }
}

function holds(item: ShelfItem, offset: number, length: number): boolean {
  if (offset + length > item.bits.sizeBytes) return false
  const last = Math.floor((offset + length - 1) / item.bits.pieceBytes)
  for (let piece = Math.floor(offset / item.bits.pieceBytes); piece <= last; piece++)
    if (!item.store.have.has(piece)) return false
  return true
}

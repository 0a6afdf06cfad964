/** The ticket: the platform's signed permission for one download session and one carrier. */
import * as z from "zod"
import { equalBytes, toB64url } from "./bytes.ts"
import { demand, ProtocolError } from "./errors.ts"
import { byteCount, bytesField, idField, readShape, seconds } from "./fields.ts"
import { peekJws, type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"
import { MAX_TICKET_BYTES, TICKET_SKEW_SECONDS } from "./limits.ts"

/** Field names are the token's own, so that code and PROTOCOL.md read alike. */
export interface Ticket {
  /** 16 bytes; a renewal keeps it. */
  readonly jti: Uint8Array
  readonly ses: string
  /** The carrier's node key, or the origin. */
  readonly car: Uint8Array | "origin"
  /** The downloader's session key: signs receipts. */
  readonly dlk: Uint8Array
  /** SHA-256 of the manifest's compact JWS. */
  readonly obj: Uint8Array
  /** S: ciphertext bytes of the release. */
  readonly sz: number
  /** floor(c*S): the most cumulative bytes that are paid. */
  readonly lim: number
  /** Unsigned bytes after which the carrier stops serving, at the start. */
  readonly win: number
  readonly iat: number
  readonly exp: number
  /** HMAC(account, carrier's owner), 16 bytes: a debt follows the account, not the fresh key. */
  readonly dbt: Uint8Array
  readonly knd: "carry" | "stock"
}

const CLAIMS = z.object({
  jti: bytesField(16),
  ses: idField,
  car: z.union([z.literal("origin"), bytesField(32)]),
  dlk: bytesField(32),
  obj: bytesField(32),
  sz: byteCount,
  lim: byteCount,
  win: byteCount,
  iat: seconds,
  exp: seconds,
  dbt: bytesField(16),
  knd: z.enum(["carry", "stock"]),
})

export function signTicket(t: Ticket, key: SigningKey): Promise<string> {
  const payload = {
    jti: toB64url(t.jti),
    ses: t.ses,
    car: t.car === "origin" ? t.car : toB64url(t.car),
    dlk: toB64url(t.dlk),
    obj: toB64url(t.obj),
    sz: t.sz,
    lim: t.lim,
    win: t.win,
    iat: t.iat,
    exp: t.exp,
    dbt: toB64url(t.dbt),
    knd: t.knd,
  }
  return signJws("tkt+jwt", payload, key)
}

export interface TicketExpectation {
  readonly keys: readonly PublicKey[]
  readonly nowSeconds: number
  /** The carrier's own node key, or "origin"; left out by the downloader. */
  readonly car?: Uint8Array | "origin"
  readonly obj?: Uint8Array
}

/** Errors: those of `verifyJws`, then `expired`, `not_yet_valid`, `wrong_carrier`, `wrong_object`, `inconsistent`. */
export async function verifyTicket(token: string, expected: TicketExpectation): Promise<Ticket> {
  const keyFor = keyFinder(expected.keys, "ticket")
  const { payload } = await verifyJws(token, { typ: "tkt+jwt", keyFor, maxBytes: MAX_TICKET_BYTES })
  const ticket = readShape(CLAIMS, payload)
  demand(ticket.lim <= ticket.sz && ticket.iat <= ticket.exp, "inconsistent", "ticket")
  demand(expected.nowSeconds < ticket.exp + TICKET_SKEW_SECONDS, "expired", "ticket")
  demand(expected.nowSeconds > ticket.iat - TICKET_SKEW_SECONDS, "not_yet_valid", "ticket")
  if (expected.car && !sameCarrier(ticket.car, expected.car)) throw new ProtocolError("wrong_carrier")
  if (expected.obj) demand(equalBytes(ticket.obj, expected.obj), "wrong_object")
  return ticket
}

/** Reads a ticket without verifying it: to find which object it is about before the keys are at hand. */
export const peekTicket = (token: string): Ticket => readShape(CLAIMS, peekJws(token, MAX_TICKET_BYTES).payload)

function sameCarrier(a: Uint8Array | "origin", b: Uint8Array | "origin"): boolean {
  if (a === "origin" || b === "origin") return a === b
  return equalBytes(a, b)
}

/** The window at the start: max(3 pieces, min(8 MiB, S/8)), whole bytes. Design: what a refusal to sign can cost. */
export function startWindowBytes(sizeBytes: number, pieceBytes: number): number {
  return Math.max(3 * pieceBytes, Math.min(8 * 1024 * 1024, Math.floor(sizeBytes / 8)))
}

/** The session report: at the end the downloader signs what it got from whom; advisory for money, due for the licence. */
import * as z from "zod"
import { toB64url } from "./bytes.ts"
import type { KeyPair } from "./crypto.ts"
import { bytesField, decimal, idField, readShape, seconds } from "./fields.ts"
import { signJws, verifyJws } from "./jws.ts"
import { MAX_REPORT_BYTES, MAX_TICKETS_PER_SESSION } from "./limits.ts"
import { decodeReceipt, RECEIPT_BYTES, type SignedReceipt } from "./receipt.ts"

export interface Report {
  readonly ses: string
  readonly obj: Uint8Array
  /** The newest receipt of every ticket. */
  readonly receipts: readonly SignedReceipt[]
  /** Verified bytes that came from the origin. */
  readonly originBytes: bigint
  /** SHA-256 of the whole piece bitmap. */
  readonly bitmapHash: Uint8Array
  readonly complete: boolean
  readonly iat: number
}

const CLAIMS = z.object({
  ses: idField,
  obj: bytesField(32),
  receipts: z.array(bytesField(RECEIPT_BYTES)).max(MAX_TICKETS_PER_SESSION),
  origin_bytes: decimal,
  bitmap_hash: bytesField(32),
  complete: z.boolean(),
  iat: seconds,
})

/** Signed by the session key, whose base64url is the kid. */
export function signReport(report: Report, sessionKey: KeyPair): Promise<string> {
  const payload = {
    ses: report.ses,
    obj: toB64url(report.obj),
    receipts: report.receipts.map((r) => toB64url(r.bytes)),
    origin_bytes: String(report.originBytes),
    bitmap_hash: toB64url(report.bitmapHash),
    complete: report.complete,
    iat: report.iat,
  }
  return signJws("rep+jwt", payload, { ...sessionKey, kid: toB64url(sessionKey.publicKey) })
}

/** Checks the token; the receipts inside are decoded, their own signatures are the caller's to check. */
export async function verifyReport(token: string, sessionKey: Uint8Array): Promise<Report> {
  const expected = { typ: "rep+jwt", keyFor: () => sessionKey, maxBytes: MAX_REPORT_BYTES } as const
  const claims = readShape(CLAIMS, (await verifyJws(token, expected)).payload)
  return {
    ses: claims.ses,
    obj: claims.obj,
    receipts: claims.receipts.map(decodeReceipt),
    originBytes: BigInt(claims.origin_bytes),
    bitmapHash: claims.bitmap_hash,
    complete: claims.complete,
    iat: claims.iat,
  }
}

/** Fixed keys and documents that the tests and the worked examples of PROTOCOL.md share; never used by a running node. */
import { type Bytes, toB64url } from "./bytes.ts"
import { type Crypto, deviceKeyFromSecret, type KeyPair, signingKeyFromSeed, webCrypto } from "./crypto.ts"
import type { SigningKey } from "./jws.ts"
import type { KeyUse, PublicKey } from "./keys.ts"
import { type SignedReceipt, signReceipt } from "./receipt.ts"
import { signSettlement } from "./settlement-document.ts"
import { signSplit } from "./split.ts"
import { writeStatement } from "./statement.ts"
import type { UnnumberedLine } from "./statement-line.ts"
import type { Ticket } from "./ticket.ts"

/** 2026-11-02T12:00:00Z. */
export const AT_SECONDS = 1_793_620_800
const AT_ISO = "2026-11-02T12:00:00.000Z"
export const ORDER_ID = "ord_01khz0000000000000000000aa"
export const SESSION_ID = "ses_01khz0000000000000000000aa"
export const RELEASE_ID = "rel_01khz0000000000000000000aa"

export const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte)

/** WebCrypto with random bytes that are not random: 00 01 02 … */
export const fixedCrypto: Crypto = {
  ...webCrypto(),
  randomBytes: (length) => Uint8Array.from({ length }, (_, i) => i),
}

export const keyFrom = (byte: number): Promise<KeyPair> => signingKeyFromSeed(filled(32, byte))
export const nodeKey = await keyFrom(0x11)
export const sessionKey = await keyFrom(0x22)
export const deviceKey = await deviceKeyFromSecret(filled(32, 0x33))

const platformKey = async (kid: string, byte: number): Promise<SigningKey> => ({ kid, ...(await keyFrom(byte)) })
export const platform = {
  ticket: await platformKey("tkt-1", 0x41),
  licence: await platformKey("lic-1", 0x42),
  audit: await platformKey("aud-1", 0x43),
  statement: await platformKey("stm-1", 0x44),
} satisfies Record<KeyUse, SigningKey>

export const trusted: PublicKey[] = (Object.keys(platform) as KeyUse[]).map((use) => ({
  kid: platform[use].kid,
  use,
  publicKey: platform[use].publicKey,
  fromSeconds: AT_SECONDS - 86_400,
  toSeconds: null,
}))

export const OBJ = filled(32, 0xb0)
export const TICKET: Ticket = {
  jti: Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i),
  ses: SESSION_ID,
  car: nodeKey.publicKey,
  dlk: sessionKey.publicKey,
  obj: OBJ,
  sz: 1_000_000,
  lim: 500_000,
  win: 786_432,
  iat: AT_SECONDS,
  exp: AT_SECONDS + 14_400,
  dbt: filled(16, 0xdb),
  knd: "carry",
}

export const receiptFor = (ticket: Uint8Array, cumulativeBytes: bigint): Promise<SignedReceipt> =>
  signReceipt(fixedCrypto, sessionKey, {
    final: true,
    seq: 7,
    ticket,
    cumulativeBytes,
    pieces: 4,
    atSeconds: AT_SECONDS + 60,
    bitmapTag: Uint8Array.of(0xde, 0xad, 0xbe, 0xef),
  })

export const HEAD = {
  account: "usr_01khz0000000000000000000aa",
  from: "2026-11-01T00:00:00.000Z",
  to: "2026-12-01T00:00:00.000Z",
  currency: "USD",
  iat: AT_SECONDS,
}

/** A $29.99 title whose release was carried by two owners: this account's two tickets, and one other's. */
export async function sampleSettlement(statementKey = platform.statement) {
  const jtis = [filled(16, 1), filled(16, 2), filled(16, 3)]
  const receipts = await Promise.all(jtis.map((jti, i) => receiptFor(jti, [400_000n, 100_003n, 300_007n][i]!)))
  const rows = await Promise.all(
    receipts.map(async (receipt, i) => ({
      jti: jtis[i]!,
      ownerTag: i < 2 ? "owner-a" : "owner-b",
      cumulativeBytes: receipt.cumulativeBytes,
      limBytes: 1_000_003n,
      capBytes: 1_000_003n,
      related: false,
      sessionKey: sessionKey.publicKey,
      receiptHash: await fixedCrypto.sha256(receipt.bytes),
    })),
  )
  const document = {
    orderId: ORDER_ID,
    basisMicros: 29_990_000n,
    rateBps: 500,
    currency: "USD",
    poolMicros: 1_499_500n,
    sizeBytes: 1_000_003n,
    originBytes: 199_993n,
    creditedBytes: 0n,
    rows,
    iat: AT_SECONDS,
  }
  return { ...(await signSettlement(document, statementKey)), document, receipts }
}

export const SPLIT = {
  orderId: ORDER_ID,
  currency: "USD",
  grossMicros: 29_990_000n,
  taxMicros: 0n,
  rates: { referral: 500, carriage: 500, publisher: 8000, platform: 1000 },
  amounts: {
    referral: 1_499_500n,
    carriage: 1_499_500n,
    publisher: 22_626_134n,
    platform: 2_828_266n,
    fee: 1_536_600n,
  },
  iat: AT_SECONDS,
}

/** One referral line, two carriage lines, one reversal. */
export async function sampleLines(): Promise<UnnumberedLine[]> {
  const { token, settlement, receipts } = await sampleSettlement()
  const base = { order: ORDER_ID, title: "Lantern Café", at: AT_ISO, state: "pending", maturesAt: null }
  const split = await signSplit(SPLIT, platform.statement)
  const carriage = receipts.slice(0, 2).map((receipt, i) => ({
    ...base,
    kind: "carriage" as const,
    amountMicros: String(settlement.shares[i]!.payMicros),
    jti: toB64url(receipt.ticket),
    settlement: token,
    sessionKey: toB64url(sessionKey.publicKey),
    receipt: toB64url(receipt.bytes),
  }))
  return [
    { ...base, kind: "referral", amountMicros: "1499500", basisMicros: "29990000", rateBps: 500, split },
    ...carriage,
    { ...base, kind: "reversal", of: "referral", reason: "refund of $1.00", amountMicros: "-50000" },
  ]
}

export const sampleStatement = async (lines?: readonly UnnumberedLine[], signer = platform.statement) =>
  writeStatement(fixedCrypto, HEAD, lines ?? (await sampleLines()), signer)

/** The code of the refusal, or "accepted". */
export async function refusal(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return "accepted"
}

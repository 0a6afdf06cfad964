/** The split document: how one captured price was divided, signed, so that a referral line can be recomputed. */
import * as z from "zod"
import { demand } from "./errors.ts"
import { bps, decimal, idField, readShape, seconds, signedDecimal } from "./fields.ts"
import { type SigningKey, signJws, verifyJws } from "./jws.ts"
import { keyFinder, type PublicKey } from "./keys.ts"

export interface Split {
  readonly orderId: string
  readonly currency: string
  /** The captured price and the tax in it, micros; the basis of every rate is gross less tax. */
  readonly grossMicros: bigint
  readonly taxMicros: bigint
  readonly rates: {
    readonly referral: number
    readonly carriage: number
    readonly publisher: number
    readonly platform: number
  }
  /**
   * Micros. `referral` and `carriage` follow from their rates to the micro; `fee` is PayPal's, borne by publisher and
   * platform, whose amounts are what is left to them. All five sum to gross less tax.
   */
  readonly amounts: {
    readonly referral: bigint
    readonly carriage: bigint
    readonly publisher: bigint
    readonly platform: bigint
    readonly fee: bigint
  }
  readonly iat: number
}

const PAYLOAD = z.object({
  v: z.literal(1),
  order: idField,
  cur: z.string().regex(/^[A-Z]{3}$/),
  gross: decimal,
  tax: decimal,
  rates: z.object({ referral: bps, carriage: bps, publisher: bps, platform: bps }),
  amounts: z.object({
    referral: decimal,
    carriage: decimal,
    publisher: signedDecimal,
    platform: signedDecimal,
    fee: decimal,
  }),
  iat: seconds,
})

/** Throws `inconsistent` when the amounts do not follow from the rates. */
export function signSplit(split: Split, statementKey: SigningKey): Promise<string> {
  assertSplit(split)
  const { referral, carriage, publisher, platform } = split.rates
  const payload = {
    v: 1,
    order: split.orderId,
    cur: split.currency,
    gross: String(split.grossMicros),
    tax: String(split.taxMicros),
    rates: { referral, carriage, publisher, platform },
    amounts: {
      referral: String(split.amounts.referral),
      carriage: String(split.amounts.carriage),
      publisher: String(split.amounts.publisher),
      platform: String(split.amounts.platform),
      fee: String(split.amounts.fee),
    },
    iat: split.iat,
  }
  return signJws("spl+jwt", payload, statementKey)
}

/** Errors: those of `verifyJws`, `inconsistent`. */
export async function verifySplit(token: string, trustedKeys: readonly PublicKey[]): Promise<Split> {
  const keyFor = keyFinder(trustedKeys, "statement")
  const p = readShape(PAYLOAD, (await verifyJws(token, { typ: "spl+jwt", keyFor })).payload)
  const amounts = {
    referral: BigInt(p.amounts.referral),
    carriage: BigInt(p.amounts.carriage),
    publisher: BigInt(p.amounts.publisher),
    platform: BigInt(p.amounts.platform),
    fee: BigInt(p.amounts.fee),
  }
  const { order: orderId, cur: currency, rates, iat } = p
  const split = { orderId, currency, rates, amounts, iat, grossMicros: BigInt(p.gross), taxMicros: BigInt(p.tax) }
  assertSplit(split)
  return split
}

/** Gross less tax, micros. */
export const splitBasisMicros = (split: Pick<Split, "grossMicros" | "taxMicros">): bigint =>
  split.grossMicros - split.taxMicros

function assertSplit(split: Split): void {
  const { rates, amounts } = split
  const basis = splitBasisMicros(split)
  demand(basis >= 0n, "inconsistent", "tax above gross")
  demand(rates.referral + rates.carriage + rates.publisher + rates.platform <= 10_000, "inconsistent", "rates")
  demand(amounts.referral === (basis * BigInt(rates.referral)) / 10_000n, "inconsistent", "referral")
  demand(amounts.carriage === (basis * BigInt(rates.carriage)) / 10_000n, "inconsistent", "carriage")
  const sum = amounts.referral + amounts.carriage + amounts.publisher + amounts.platform + amounts.fee
  demand(sum === basis, "inconsistent", `the amounts sum to ${sum}, not ${basis}`)
}

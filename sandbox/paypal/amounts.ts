/** Money as the stand-in reads and writes it: decimal strings outside, whole minor units inside. Shares no code with Fanfare. */

/** PayPal takes no decimals in these. */
const WITHOUT_DECIMALS = new Set(["HUF", "JPY", "TWD"])
const KNOWN = new Set([
  ..."AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD".split(" "),
])

type AmountFault =
  | "INVALID_CURRENCY_CODE"
  | "INVALID_PARAMETER_SYNTAX"
  | "DECIMAL_PRECISION"
  | "CANNOT_BE_ZERO_OR_NEGATIVE"

const decimalsOf = (currency: string): number => (WITHOUT_DECIMALS.has(currency) ? 0 : 2)

/** Minor units, or what is wrong with the amount. */
export function readAmount(value: unknown, currency: unknown): number | AmountFault {
  if (typeof currency !== "string" || !KNOWN.has(currency)) return "INVALID_CURRENCY_CODE"
  const m = typeof value === "string" ? /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(value) : null
  if (!m) return "INVALID_PARAMETER_SYNTAX"
  const places = decimalsOf(currency)
  const fraction = m[3] ?? ""
  if (fraction.length > places) return "DECIMAL_PRECISION"
  const units = Number(m[2]) * 10 ** places + Number(fraction.padEnd(places, "0") || 0)
  return m[1] === "-" || units === 0 ? "CANNOT_BE_ZERO_OR_NEGATIVE" : units
}

export function writeAmount(units: number, currency: string): string {
  const places = decimalsOf(currency)
  return (units / 10 ** places).toFixed(places)
}

export const money = (units: number, currency: string) => ({
  currency_code: currency,
  value: writeAmount(units, currency),
})
/** Payouts v1 says `currency` where v2 says `currency_code`. */
export const oldMoney = (units: number, currency: string) => ({ currency, value: writeAmount(units, currency) })

/** 3.49 % + 0.49: what a US merchant pays for a PayPal checkout; never more than the payment itself. */
export const captureFee = (units: number): number => Math.min(units, Math.round(units * 0.0349) + 49)
/** $0.25 for each domestic payout. */
export const PAYOUT_FEE = 25

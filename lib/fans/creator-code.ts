/** A creator code: the word a fan says aloud and a buyer types. How it is read, what it looks like, and which words nobody gets. */
import { AppError } from "../kernel/errors.ts"

/** Live ones at a time: a name, a short form of it, and one for a campaign. */
export const CODES_PER_OWNER = 3
/** With those retired since; more is somebody putting words aside. */
export const CODES_PER_YEAR = 12
/** A retired code still stands in old posts, so nobody else gets it for as long. */
export const RETIRED_DAYS = 365
export const MAX_CODE_CHARS = 20

const CODE = /^[A-Z0-9]{3,20}$/

/**
 * Reads a code as people type it: any case, wide letters, blanks and hyphens for the eye. Null when it cannot be one.
 * Letters of other scripts that look like ours are no letters here.
 */
export function readCode(raw: string): string | null {
  if (raw.length > 3 * MAX_CODE_CHARS) return null
  const plain = raw.normalize("NFKC").replace(/[\s_-]+/g, "")
  if (!/^[A-Za-z0-9]+$/.test(plain)) return null
  const code = plain.toUpperCase()
  return CODE.test(code) ? code : null
}

const LIKE: Readonly<Record<string, string>> = {
  "0": "O",
  Q: "O",
  "1": "I",
  L: "I",
  J: "I",
  "2": "Z",
  "5": "S",
  "6": "G",
  "8": "B",
}

/** What the eye takes a code for: two codes of one look are one code, whichever of them is typed. */
export const lookOf = (code: string): string =>
  code
    .replace(/[0QLJ12568]/g, (c) => LIKE[c] ?? c)
    .replaceAll("VV", "W")
    .replaceAll("RN", "M")

/** Words that speak for the platform, for PayPal, or for nobody. */
const RESERVED = new Set(
  [
    ...["ADMIN", "ADMINISTRATOR", "ROOT", "SYSTEM", "STAFF", "TEAM", "MODERATOR", "OPERATOR", "OFFICIAL", "VERIFIED"],
    ...["SUPPORT", "HELP", "SECURITY", "ABUSE", "BILLING", "REFUND", "REFUNDS", "PAYOUT", "CHECKOUT", "PLATFORM"],
    ...["NONE", "NOBODY", "NULL", "UNDEFINED", "UNATTRIBUTED", "ANONYMOUS", "TEST", "CODE", "CREATORCODE", "YOURCODE"],
    ...["PUBLISHER", "CARRIER", "BUYER", "FAN", "FANS", "GUEST", "ERASED"],
  ].map(lookOf),
)
/** Nowhere in a code: they would make it sound like us, or like money off. */
const NOWHERE = ["FANFARE", "PAYPAL", "DISCOUNT", "COUPON", "VOUCHER", "GIFTCARD"].map(lookOf)
const MONEY_OFF = /^(?:SAVE|GET|OFF|SALE|FREE)\d*$|^\d+(?:OFF|PERCENT)$/

export const isReserved = (code: string): boolean =>
  RESERVED.has(lookOf(code)) || NOWHERE.some((word) => lookOf(code).includes(word)) || MONEY_OFF.test(code)

/** The code a fan wishes for, in capitals. Refuses `invalid_input` on the field `code`. */
export function checkNewCode(raw: string): string {
  const code = readCode(raw)
  if (!code) throw refused("A code is 3 to 20 letters and digits, from A to Z and 0 to 9.")
  if (isReserved(code))
    throw refused(
      "This word is kept back: it would sound like Fanfare, like PayPal, or like money off. Choose another.",
    )
  return code
}

const refused = (detail: string): AppError => new AppError("invalid_input", detail, { field: "code" })

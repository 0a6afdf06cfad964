/** The code of a referral link: what stands after `/r/`, in badges, frames, scripts and print, for as long as the link lives. */
import { AppError } from "../kernel/errors.ts"

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
/** 8 characters of 5 bits = 40 bits: a million links leave a guess one chance in a million. */
const CODE_LENGTH = 8
/** A chosen one: long enough to be told apart, short enough to be said aloud and to fit a QR code people can scan from afar. */
export const CODE_LIMITS = { least: 3, most: 32 } as const
const CODE = /^(?=.{3,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/
/** `?s=` and the fan's own tag: enough for a campaign name, too short to smuggle anything. */
const SUB_ID = /^[A-Za-z0-9][A-Za-z0-9._~:-]{0,63}$/

/** A fresh code; 32 divides 256, so every character is equally likely. */
export function newLinkCode(random = crypto.getRandomValues(new Uint8Array(CODE_LENGTH))): string {
  return Array.from(random, (byte) => ALPHABET[byte & 31]).join("")
}

/** Reads a code as people type it (any case); null when it cannot be one. */
export function parseLinkCode(raw: string): string | null {
  if (raw.length > CODE_LIMITS.most) return null
  const code = raw.toLowerCase()
  return CODE.test(code) ? code : null
}

/**
 * What a code looks like on paper: two codes of one look are one code. So nobody can stand beside another's link with
 * `t1n-comet`, and whoever reads an O for a 0 from a poster arrives all the same.
 */
export const lookOf = (code: string): string =>
  code
    .replaceAll("-", "")
    .replace(/[oil]/g, (letter) => (letter === "o" ? "0" : "1"))
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")

/** Words under which people expect us, a shop's cashier or a page of ours, not a fan's link. Compared by their look. */
const RESERVED = new Set(
  (
    "about account admin administrator api app apple billing checkout code config dashboard design developer " +
    "developers docs download embed erase fanfare faq feed google health help home host index info install invoice " +
    "legal library link links login logout mail moderator new node none notifications null oembed official operate " +
    "operator origin page pair pay payment payout payouts paypal press price pricing privacy publish publisher qr " +
    "refund reset root sale sales script security settings shop sign-in sign-out sign-up signin signout signup site " +
    "sitemap start static status stock store support system team terms test title titles tracker true undefined " +
    "unsubscribe update upload verify webhook well-known www"
  )
    .split(" ")
    .map(lookOf),
)

/** A code a fan has typed. Throws invalid_input on field `code` with what would be accepted. */
export function checkLinkCode(raw: string): string {
  const code = parseLinkCode(raw.trim())
  if (!code) {
    throw new AppError(
      "invalid_input",
      "A code is 3 to 32 letters a to z, digits or single hyphens, and neither begins nor ends with a hyphen.",
      { field: "code" },
    )
  }
  if (RESERVED.has(lookOf(code))) {
    throw new AppError("invalid_input", `The code ${code} looks like a page of ours; choose another one.`, {
      field: "code",
    })
  }
  return code
}

/** Codes to offer where the wished one is taken, the likeliest first; each could be chosen. */
export function codesLike(code: string): string[] {
  const tails = ["2", "3", "4", "5", "7", "9", newLinkCode().slice(0, 4)]
  return tails.map((tail) => {
    const stem = code.slice(0, CODE_LIMITS.most - tail.length - 1).replace(/-$/, "")
    return `${stem}-${tail}`
  })
}

/** A sub-id: 1-64 letters, digits or `. _ ~ : -`, beginning with a letter or digit; null for anything else. */
export const parseSubId = (raw: string | null | undefined): string | null => (raw && SUB_ID.test(raw) ? raw : null)

/** The code of a referral link: what stands after `/r/`, in badges, frames and scripts, for as long as the link lives. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
/** 8 characters of 5 bits = 40 bits: a million links leave a guess one chance in a million. */
const CODE_LENGTH = 8
const CODE = /^[0-9a-hjkmnp-tv-z]{8}$/
/** `?s=` and the fan's own tag: enough for a campaign name, too short to smuggle anything. */
const SUB_ID = /^[A-Za-z0-9][A-Za-z0-9._~:-]{0,63}$/

/** A fresh code; 32 divides 256, so every character is equally likely. */
export function newLinkCode(random = crypto.getRandomValues(new Uint8Array(CODE_LENGTH))): string {
  return Array.from(random, (byte) => ALPHABET[byte & 31]).join("")
}

/** Reads a code as people type it (any case); null when it cannot be one. */
export function parseLinkCode(raw: string): string | null {
  const code = raw.toLowerCase()
  return CODE.test(code) ? code : null
}

/** A sub-id: 1-64 letters, digits or `. _ ~ : -`, beginning with a letter or digit; null for anything else. */
export const parseSubId = (raw: string | null | undefined): string | null => (raw && SUB_ID.test(raw) ? raw : null)

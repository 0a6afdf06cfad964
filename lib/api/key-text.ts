/**
 * How a key is written: `ff_`, 43 letters and digits (256 random bits), 6 check digits. The prefix lets scanners of public
 * code find a lost key, the check digits tell a mistyped one without asking the database.
 */
import { createHash, randomBytes } from "node:crypto"
import { crc32 } from "node:zlib"

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
/** 62^43 is a little more than 2^256. */
const SECRET_CHARS = 43
/** 62^6 is more than 2^32. */
const CHECK_CHARS = 6
const SHAPE = /^ff_[0-9A-Za-z]{49}$/
/** Publish keys as they were made before there was one kind of key; they have no check digits and go on working. */
const OLD_SHAPE = /^ffp_[A-Za-z0-9_-]{43}$/

/** A fresh key. */
export function newKeyText(): string {
  let secret = ""
  // 248 = 4 x 62: bytes beyond it would make the first digits likelier.
  while (secret.length < SECRET_CHARS)
    for (const byte of randomBytes(64)) if (byte < 248 && secret.length < SECRET_CHARS) secret += DIGITS[byte % 62]
  return `ff_${secret}${checkOf(secret)}`
}

/** Whether it can be a key at all: right shape and check digits. */
export function isKeyText(text: string): boolean {
  if (OLD_SHAPE.test(text)) return true
  return SHAPE.test(text) && checkOf(text.slice(3, 3 + SECRET_CHARS)) === text.slice(-CHECK_CHARS)
}

/** What is kept of it. 256 random bits need no slow hash. */
export const keyHashOf = (text: string): string => createHash("sha256").update(text).digest("base64url")

function checkOf(secret: string): string {
  let rest = crc32(secret)
  let check = ""
  for (let i = 0; i < CHECK_CHARS; i++) {
    check = DIGITS[rest % 62] + check
    rest = Math.floor(rest / 62)
  }
  return check
}

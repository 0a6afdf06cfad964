/** A visit to `/r/CODE` as the click row keeps it: its id, what it counts as, and the network it came from, never the address. */

const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/

/** The click cookie holds so many at most, newest first (183 bytes); more than that was not written by us. */
export const COOKIE_CLICKS = 8

const RANDOM_BYTES = 10
/** Random bytes for 400 ids at a time: asking for ten costs as much as asking for thousands. */
const pool = new Uint8Array(400 * RANDOM_BYTES)
let used = pool.length

function nextRandom(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += RANDOM_BYTES
  return pool.subarray(used - RANDOM_BYTES, used)
}

/** 16 bytes, 48 bits of milliseconds first, as 22 base64url characters. */
export function newClickId(at: Date, random: Uint8Array = nextRandom()): string {
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes.set(random, 6)
  return bytes.toString("base64url")
}

/** When it happened, in ms. */
export const clickTime = (id: string): number => Buffer.from(id, "base64url").readUIntBE(0, 6)

/** Whether a string from outside has the shape of a click id. */
export const isClickId = (s: string): boolean => ID.test(s)

/** One answer to a player: which bytes of a file a Range header asks for, and the head of the 206 that gives some of them. Pure. */

/** First and last byte, both included; `last` null = to the end. Only single ranges (RFC 9110 section 14.1.2). */
export type WantedRange = { first: number; last: number }

/** Null when the range lies outside the file or cannot be read; without a header, the whole file. */
export function wantedRange(header: string | null, sizeBytes: number): WantedRange | null {
  if (sizeBytes === 0) return null
  if (header === null) return { first: 0, last: sizeBytes - 1 }
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim())
  if (!match) return null
  const [, from = "", to = ""] = match
  if (from === "" && to === "") return null
  if (from === "") return Number(to) > 0 ? { first: Math.max(0, sizeBytes - Number(to)), last: sizeBytes - 1 } : null
  const first = Number(from)
  const last = to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  return first <= last ? { first, last } : null
}

/** What is sent may be less than what was asked: the player asks again for the rest. */
export function partialHeaders(first: number, length: number, sizeBytes: number, type: string): Record<string, string> {
  return {
    "content-type": type,
    "content-length": String(length),
    "content-range": `bytes ${first}-${first + length - 1}/${sizeBytes}`,
    "accept-ranges": "bytes",
    "cache-control": "no-store",
  }
}

/** The shares of one purchase, computed here from the carriers' own journals and nothing of the platform's code. */

export type Carried = { owner: string; ticket: string; cumulativeBytes: bigint; limitBytes: bigint }
export type Share = Carried & { micros: bigint }

/**
 * B x / S by largest remainder, ties by ticket id; the sum is floor(B sum(x) / S). Receipts count up to their ticket's
 * limit, and each owner up to `capBytes`. Throws when the carriers claim more than there was room for: then the platform
 * would have to make equal awards, and an honest download never comes to that.
 */
export function sharesOf(
  carried: readonly Carried[],
  pool: bigint,
  sizeBytes: bigint,
  originBytes: bigint,
  capBytes: bigint,
): Share[] {
  const claims = carried.map((c) => ({ ...c, x: c.cumulativeBytes < c.limitBytes ? c.cumulativeBytes : c.limitBytes }))
  for (const owner of new Set(claims.map((c) => c.owner))) {
    const claimed = claims.filter((c) => c.owner === owner).reduce((n, c) => n + c.x, 0n)
    if (claimed > capBytes) throw new Error(`${owner} claims ${claimed} bytes, more than the cap of ${capBytes}`)
  }
  const sum = claims.reduce((n, c) => n + c.x, 0n)
  if (sum > sizeBytes - originBytes) throw new Error(`${sum} bytes claimed, room for ${sizeBytes - originBytes}`)
  const floors = claims.map((c) => ({ ...c, micros: (pool * c.x) / sizeBytes, rest: (pool * c.x) % sizeBytes }))
  let left = (pool * sum) / sizeBytes - floors.reduce((n, c) => n + c.micros, 0n)
  const byRest = [...floors].sort((a, b) => (a.rest === b.rest ? hexOrder(a, b) : a.rest > b.rest ? -1 : 1))
  for (const share of byRest) {
    if (left === 0n) break
    share.micros += 1n
    left -= 1n
  }
  return floors
}

const hexOrder = (a: Carried, b: Carried): number =>
  Buffer.compare(Buffer.from(a.ticket, "base64url"), Buffer.from(b.ticket, "base64url"))

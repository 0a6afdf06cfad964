/** The quota of each key, and of networks that send wrong keys; in the memory of this process. */
import "server-only"
import { keyHashOf } from "#lib/api/key-text.ts"
import { type Taken, TokenBuckets } from "#lib/api/token-buckets.ts"
import { AppError } from "#lib/kernel/errors.ts"

/** Five a second on the average, and a whole page of work at once. */
export const KEY_QUOTA = { quota: 300, windowSeconds: 60 } as const
/** A key cannot be guessed; this keeps whoever tries from asking the database all day. */
const WRONG_QUOTA = { quota: 60, windowSeconds: 60 } as const

const keys = new TokenBuckets(KEY_QUOTA)
const wrong = new TokenBuckets(WRONG_QUOTA)
/** By hash, oldest use first; about 100 bytes each. */
const worked = new Set<string>()
const REMEMBERED_KEYS = 10_000

/** draft-ietf-httpapi-ratelimit-headers-10 */
const headersOf = (taken: Taken): Record<string, string> => ({
  "ratelimit-policy": `"key";q=${KEY_QUOTA.quota};w=${KEY_QUOTA.windowSeconds}`,
  ratelimit: `"key";r=${taken.remaining};t=${taken.resetSeconds}`,
})

/** Takes from the key's quota and writes the headers down, also when it throws too_many. */
export function takeQuota(keyId: string, cost: number, headers: Headers): void {
  const taken = keys.take(keyId, performance.now(), cost)
  for (const [name, value] of Object.entries(headersOf(taken))) headers.set(name, value)
  if (!taken.allowed) throw tooMany("This key has used up its requests for now.", taken)
}

/**
 * To be asked before the database is: throws too_many when too many wrong keys came from this network. A key that worked
 * lately goes on, so that nobody is shut out by a neighbour's guesses.
 */
export function refuseGuesser(network: string | null, authorization: string | null): void {
  if (authorization !== null && worked.has(keyHashOf(authorization))) return
  const room = wrong.peek(network ?? "", performance.now())
  if (!room.allowed) throw tooMany("Too many requests with keys that do not work.", room)
}

export function noteRightKey(authorization: string | null): void {
  if (authorization === null) return
  const hash = keyHashOf(authorization)
  worked.delete(hash)
  worked.add(hash)
  if (worked.size > REMEMBERED_KEYS) worked.delete(worked.keys().next().value!)
}

/** Counts a request with a wrong key against its network. */
export function noteWrongKey(network: string | null, authorization: string | null): void {
  if (authorization !== null) worked.delete(keyHashOf(authorization))
  wrong.take(network ?? "", performance.now())
}

const tooMany = (what: string, { retryAfterSeconds }: Taken) =>
  new AppError("too_many", `${what} Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds })

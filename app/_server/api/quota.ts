/** The quota of each key, and of networks that send wrong keys; in the memory of this process. */
import "server-only"
import { type Taken, TokenBuckets } from "#lib/api/token-buckets.ts"
import { AppError } from "#lib/kernel/errors.ts"

/** Five a second on the average, and a whole page of work at once. */
export const KEY_QUOTA = { quota: 300, windowSeconds: 60 } as const
/** A key cannot be guessed; this keeps whoever tries from asking the database all day. */
const WRONG_QUOTA = { quota: 60, windowSeconds: 60 } as const

const keys = new TokenBuckets(KEY_QUOTA)
const wrong = new TokenBuckets(WRONG_QUOTA)

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

/** Counts a request with a wrong key against its network; throws too_many instead of the fault when there were too many. */
export function countWrongKey(network: string | null): void {
  const taken = wrong.take(network ?? "", performance.now())
  if (!taken.allowed) throw tooMany("Too many requests with keys that do not work.", taken)
}

const tooMany = (what: string, { retryAfterSeconds }: Taken) =>
  new AppError("too_many", `${what} Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds })

/** Wrong tries, counted per account and per network in the database, so that all processes share one count. */
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible"
import { type Db, poolOf } from "#db/client.ts"
import { AppError } from "#lib/kernel/errors.ts"

export type AttemptKind = "password" | "mail" | "signup" | "pair" | "code" | "proof"
type Bounds = { accountTries: number; networkTries: number; windowSeconds: number }

/**
 * The tenth wrong password shuts an account's password door for a quarter of an hour (960 guesses a day); a network
 * may hold several people, hence its wider bound. Mails: what a person needs on a bad day, not what floods an inbox.
 * Pairing: a code lives a quarter of an hour, and its row as long.
 * Creator codes: only words nobody has are counted; who mistypes needs a few, who hunts for codes thousands.
 */
export const ATTEMPT_BOUNDS: Readonly<Record<AttemptKind, Bounds>> = {
  password: { accountTries: 10, networkTries: 50, windowSeconds: 15 * 60 },
  mail: { accountTries: 5, networkTries: 60, windowSeconds: 15 * 60 },
  signup: { accountTries: 5, networkTries: 60, windowSeconds: 60 * 60 },
  // Each look opens a stranger's site for somebody: enough to try things out, too little to be a nuisance there.
  proof: { accountTries: 20, networkTries: 60, windowSeconds: 15 * 60 },
  pair: { accountTries: 20, networkTries: 100, windowSeconds: 15 * 60 },
  code: { accountTries: 15, networkTries: 60, windowSeconds: 60 * 60 },
}

type Keys = { account: string; address: string }
type Limiters = { account: RateLimiterPostgres; network: RateLimiterPostgres }
const byDb = new WeakMap<Db, Map<AttemptKind, Promise<Limiters>>>()

/** Throws too_many (with the wait) when the account or the network has used up its tries; counts nothing. */
export async function assertAttemptsLeft(db: Db, kind: AttemptKind, keys: Keys): Promise<void> {
  const { account, network } = await limitersOf(db, kind)
  const bounds = ATTEMPT_BOUNDS[kind]
  const [a, n] = await Promise.all([account.get(keys.account), network.get(networkKey(keys.address))])
  if (a && a.consumedPoints >= bounds.accountTries) throw tooMany(kind, a.msBeforeNext)
  if (n && n.consumedPoints >= bounds.networkTries) throw tooMany(kind, n.msBeforeNext)
}

/** Counts one try; throws too_many when it is one too many. */
export async function countAttempt(db: Db, kind: AttemptKind, keys: Keys): Promise<void> {
  const { account, network } = await limitersOf(db, kind)
  try {
    await Promise.all([account.consume(keys.account), network.consume(networkKey(keys.address))])
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw tooMany(kind, refusal.msBeforeNext)
    throw refusal
  }
}

/** Forgets an account's wrong tries, after a right one. */
export async function forgetAttempts(db: Db, kind: AttemptKind, account: string): Promise<void> {
  const limiters = await limitersOf(db, kind)
  await limiters.account.delete(account)
}

/** /24 and /56: what one household or one attacker holds at least. */
export function networkKey(address: string): string {
  const plain = address.replace(/^::ffff:/i, "")
  if (plain.includes(".")) return plain.split(".").slice(0, 3).join(".")
  const [head = "", tail] = plain.toLowerCase().split("::")
  const left = head.split(":").filter(Boolean)
  const right = (tail ?? "").split(":").filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right].map((g) => g.padStart(4, "0"))
  return groups.slice(0, 4).join("").slice(0, 14)
}

function tooMany(kind: AttemptKind, waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000))
  const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  const what = kind === "password" ? "Too many wrong passwords" : "Too many requests"
  const way = kind === "password" ? " Or ask for a sign-in link by e-mail." : ""
  return new AppError("too_many", `${what}. Try again in ${wait}.${way}`, { retryAfterSeconds: seconds })
}

function limitersOf(db: Db, kind: AttemptKind): Promise<Limiters> {
  const kinds = byDb.get(db) ?? new Map<AttemptKind, Promise<Limiters>>()
  byDb.set(db, kinds)
  const known = kinds.get(kind) ?? openLimiters(db, kind)
  kinds.set(kind, known)
  // A table that could not be made now may be made at the next try.
  known.catch(() => kinds.delete(kind))
  return known
}

async function openLimiters(db: Db, kind: AttemptKind): Promise<Limiters> {
  const { accountTries, networkTries, windowSeconds } = ATTEMPT_BOUNDS[kind]
  const account = await openLimiter(db, `${kind}-account`, accountTries, windowSeconds)
  return { account, network: await openLimiter(db, `${kind}-network`, networkTries, windowSeconds) }
}

function openLimiter(db: Db, keyPrefix: string, points: number, duration: number): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const limiter: RateLimiterPostgres = new RateLimiterPostgres(
      {
        storeClient: withoutNames(db),
        storeType: "pool",
        tableName: "rate_limit",
        keyPrefix,
        points,
        duration,
        clearExpiredByTimeout: true,
      },
      (error) => (error ? reject(error) : resolve(limiter)),
    )
  })
}

/** The limiter names its statements; the embedded database keeps one set of names for all its connections and would clash. */
function withoutNames(db: Db) {
  const pool = poolOf(db)
  return { query: ({ text, values }: { text: string; values: unknown[] }) => pool.query({ text, values }) }
}

/**
 * How many requests a key may make: a bucket that holds a minute's worth and fills evenly. Kept in the memory of one
 * process: with several web processes a key has the quota in each, which is generous and never strict.
 */
export type BucketPolicy = {
  /** The most that can be taken at once. */
  quota: number
  /** In which an empty bucket is full again. */
  windowSeconds: number
}

export type Taken = {
  allowed: boolean
  /** Whole requests left. */
  remaining: number
  /** Until the bucket is full again. */
  resetSeconds: number
  /** Until this request could be made; 0 when it was allowed. */
  retryAfterSeconds: number
}

type Bucket = { level: number; at: number }

/** 50 000 buckets are about 8 MB; the one that was used least lately is forgotten, which fills it. */
const MAX_BUCKETS = 50_000

export class TokenBuckets {
  readonly policy: BucketPolicy
  readonly #buckets = new Map<string, Bucket>()
  readonly #max: number

  constructor(policy: BucketPolicy, max = MAX_BUCKETS) {
    this.policy = policy
    this.#max = max
  }

  /** `nowMs` is real time and may only grow; `cost` in requests. A refused request takes nothing. */
  take(name: string, nowMs: number, cost = 1): Taken {
    const level = this.#levelOf(name, nowMs)
    const allowed = level >= cost
    const left = allowed ? level - cost : level
    this.#keep(name, { level: left, at: nowMs })
    return { allowed, ...this.#waitsAt(left, allowed ? 0 : cost) }
  }

  /** What `take` would say of one request, taking nothing. */
  peek(name: string, nowMs: number): Taken {
    const level = this.#levelOf(name, nowMs)
    const allowed = level >= 1
    return { allowed, ...this.#waitsAt(level, allowed ? 0 : 1) }
  }

  get #perMs(): number {
    return this.policy.quota / (this.policy.windowSeconds * 1_000)
  }

  #levelOf(name: string, nowMs: number): number {
    const { quota } = this.policy
    const known = this.#buckets.get(name) ?? { level: quota, at: nowMs }
    return Math.min(quota, known.level + Math.max(0, nowMs - known.at) * this.#perMs)
  }

  /** `wanted` is what is waited for; 0 when nothing is. */
  #waitsAt(level: number, wanted: number): Omit<Taken, "allowed"> {
    return {
      remaining: Math.floor(level),
      resetSeconds: Math.ceil((this.policy.quota - level) / this.#perMs / 1_000),
      retryAfterSeconds: wanted === 0 ? 0 : Math.max(1, Math.ceil((wanted - level) / this.#perMs / 1_000)),
    }
  }

  #keep(name: string, bucket: Bucket): void {
    this.#buckets.delete(name)
    this.#buckets.set(name, bucket)
    if (this.#buckets.size <= this.#max) return
    const oldest = this.#buckets.keys().next().value
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}

/** A limit on how long the fast path waits for anything. */

/** Rejects when `work` takes longer than `limitMs`; the work itself may still finish, so it must be idempotent. */
export function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${limitMs} ms`)), limitMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

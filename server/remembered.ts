/** Remembers what was asked for a while, so that a page asked for again and again does not reach the database or the disk. */

type Limits = { forMs: number; most: number }

/** One question at a time for each key; a failed answer is not kept. The oldest goes first when there are too many. */
export function remembered<K extends string, V>(
  { forMs, most }: Limits,
  ask: (key: K) => Promise<V>,
): (key: K) => Promise<V> {
  const known = new Map<K, { until: number; value: Promise<V> }>()
  return (key) => {
    const now = performance.now()
    const hit = known.get(key)
    if (hit && hit.until > now) return hit.value
    const value = ask(key)
    if (known.size >= most) known.delete(known.keys().next().value!)
    known.delete(key)
    known.set(key, { until: now + forMs, value })
    value.catch(() => {
      if (known.get(key)?.value === value) known.delete(key)
    })
    return value
  }
}

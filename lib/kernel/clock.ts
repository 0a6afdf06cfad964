/** Time comes in as an argument or through a Clock; the sample world's clock can be moved, the system's cannot. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that runs at real speed, `offsetMs()` ahead of the system's. */
export const offsetClock = (offsetMs: () => number): Clock => ({ now: () => new Date(Date.now() + offsetMs()) })

/** A clock that stands still until it is moved; for tests. */
export function fixedClock(at: Date): Clock & { set(at: Date): void; advance(ms: number): void } {
  let now = at
  return {
    now: () => new Date(now),
    set: (next) => {
      now = next
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms)
    },
  }
}

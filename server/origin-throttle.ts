/** The origin's own limits: bytes per second, for all and per session, and requests a session may have in flight. */

export type OriginLimits = {
  /** Bytes per second for the whole process; null = no limit. */
  bytesPerSecond: number | null
  /** Bytes per second for one session; null = no limit. */
  sessionBytesPerSecond: number | null
  /** Piece requests one session may have open at a time. */
  sessionRequests: number
}

/** 32 requests keep a line of 1 Gbit/s and 100 ms full with 1 MiB pieces twice over. */
export const DEFAULT_LIMITS: OriginLimits = { bytesPerSecond: null, sessionBytesPerSecond: null, sessionRequests: 32 }

/** A bucket that holds one second's bytes and may go into debt: whoever takes waits until the debt is paid. */
export function tokenBucket(bytesPerSecond: number, now: () => number = Date.now) {
  let tokens = bytesPerSecond
  let filledAt = now()
  /** Takes `bytes`; answers how many milliseconds to wait before sending them. */
  return (bytes: number): number => {
    const at = now()
    tokens = Math.min(bytesPerSecond, tokens + ((at - filledAt) * bytesPerSecond) / 1000)
    filledAt = at
    tokens -= bytes
    return tokens >= 0 ? 0 : Math.ceil((-tokens * 1000) / bytesPerSecond)
  }
}

type SessionState = { open: number; take: ((bytes: number) => number) | null; idleSince: number }

/** A session that has asked for nothing for this long is forgotten; its bucket is full again by then. */
const FORGET_AFTER_MS = 60_000
const SWEEP_AT = 10_000

export interface OriginThrottle {
  /** Null when the session has too many requests open; otherwise call `end` when this one is over. */
  begin(session: string): { pace(bytes: number): number; end(): void } | null
}

export function originThrottle(limits: OriginLimits, now: () => number = Date.now): OriginThrottle {
  const all = limits.bytesPerSecond === null ? null : tokenBucket(limits.bytesPerSecond, now)
  const sessions = new Map<string, SessionState>()
  const sweep = () => {
    for (const [id, s] of sessions) if (s.open === 0 && now() - s.idleSince > FORGET_AFTER_MS) sessions.delete(id)
  }
  const stateOf = (session: string): SessionState => {
    const known = sessions.get(session)
    if (known) return known
    if (sessions.size >= SWEEP_AT) sweep()
    const rate = limits.sessionBytesPerSecond
    const state = { open: 0, take: rate === null ? null : tokenBucket(rate, now), idleSince: now() }
    sessions.set(session, state)
    return state
  }
  return {
    begin: (session) => {
      const state = stateOf(session)
      if (state.open >= limits.sessionRequests) return null
      state.open += 1
      return {
        pace: (bytes) => Math.max(all?.(bytes) ?? 0, state.take?.(bytes) ?? 0),
        end: () => {
          state.open -= 1
          state.idleSince = now()
        },
      }
    },
  }
}

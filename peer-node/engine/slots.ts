/** Who is served while more peers ask than there are slots: those who sign most, and one newcomer at a time. Pure. */

export interface SlotSeeker<T> {
  readonly peer: T
  readonly unchoked: boolean
  /** Signed bytes per second lately; 0 for plain peers. */
  readonly signedRate: number
  /** When it was last served or began to wait. */
  readonly waitingSince: number
}

/** The peers to be served now. With enough slots that is everyone; else the last slot goes to whoever waits longest. */
export function chooseUnchoked<T>(seekers: readonly SlotSeeker<T>[], slots: number): Set<T> {
  if (seekers.length <= slots) return new Set(seekers.map((s) => s.peer))
  const byRate = [...seekers].sort((a, b) => b.signedRate - a.signedRate || Number(b.unchoked) - Number(a.unchoked))
  const chosen = new Set(byRate.slice(0, Math.max(0, slots - 1)).map((s) => s.peer))
  const waiting = seekers.filter((s) => !chosen.has(s.peer)).sort((a, b) => a.waitingSince - b.waitingSince)
  if (slots > 0 && waiting[0]) chosen.add(waiting[0].peer)
  return chosen
}

/** Which carriers serve a session: weighted sampling without replacement, keyed by a secret, one per owner and network. */

export type Candidate = {
  nodeId: string
  ownerId: string
  networkGroup: string
  vetted: boolean
  /** Beta mean, 0 to 1. */
  reputation: number
  /** Free uplink in units of 1 MiB/s; clamped to [1, 4]. */
  freeUplinkMiBps: number
  /** A number in (0, 1) drawn by HMAC(day secret, account || title || node). */
  draw: number
}

/** A seat kept for nodes that still have to prove themselves, so that new carriers get work at all. */
const UNVETTED_SEATS = 1

/**
 * At most `k` candidates, in order of the draw (exponential keys: -ln(draw) / weight, smallest first). The referring
 * fan's node, when it is a candidate, is always among them.
 */
export function chooseCarriers(candidates: readonly Candidate[], k: number, referrerId: string | null): Candidate[] {
  const ordered = [...candidates].sort((a, b) => sortKey(a) - sortKey(b) || (a.nodeId < b.nodeId ? -1 : 1))
  const chosen = seats(k)
  chosen.take(
    ordered.filter((c) => c.ownerId === referrerId),
    1,
  )
  chosen.take(
    ordered.filter((c) => c.vetted),
    k - UNVETTED_SEATS,
  )
  chosen.take(
    ordered.filter((c) => !c.vetted),
    UNVETTED_SEATS,
  )
  chosen.take(ordered, k)
  return chosen.list
}

function sortKey(c: Candidate): number {
  const weight = Math.max(0.05, c.reputation) * Math.min(4, Math.max(1, c.freeUplinkMiBps))
  return -Math.log(c.draw) / weight
}

function seats(k: number) {
  const list: Candidate[] = []
  const fits = (c: Candidate) => !list.some((o) => o.ownerId === c.ownerId || o.networkGroup === c.networkGroup)
  return {
    list,
    take(from: readonly Candidate[], most: number): void {
      let left = most
      for (const c of from) {
        if (left === 0 || list.length === k) return
        if (!fits(c)) continue
        list.push(c)
        left -= 1
      }
    },
  }
}

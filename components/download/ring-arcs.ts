/** The lengths of the ring's two arcs, out of a circumference of 100. Pure. */

/** Whole percent, rounded down: 100 means all of it. */
export function percentOf(bytes: number, ofBytes: number): number {
  if (ofBytes <= 0) return 0
  return Math.min(100, Math.floor((bytes / ofBytes) * 100))
}

export function ringArcs(carrierBytes: number, originBytes: number, sizeBytes: number) {
  if (sizeBytes <= 0) return { carriers: 0, origin: 0 }
  const carriers = Math.min(100, (carrierBytes / sizeBytes) * 100)
  return { carriers, origin: Math.min(100 - carriers, (originBytes / sizeBytes) * 100) }
}

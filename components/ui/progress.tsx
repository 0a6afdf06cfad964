/** How far something is: the browser's own progress element, with its figure beside it; two colours where bytes came from two places. */
import type { ReactNode } from "react"

type ProgressProps = {
  label: string
  /** 0…1; null while nobody knows how much there is. */
  share: number | null
  /** The figure in words, e.g. "312 MB of 1.02 GB". */
  figure?: ReactNode
  /** Of `share`: what the carriers sent (teal); the rest came from the origin (ink). */
  carriedShare?: number
}

export function Progress({ label, share, figure, carriedShare }: ProgressProps) {
  const done = share === null ? null : clamp(share)
  const carried = done === null || carriedShare === undefined ? done : Math.min(clamp(carriedShare), done)
  return (
    <div className="grid min-w-0 grid-cols-1 gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-14">
        <span className="font-semibold">{label}</span>
        {figure && <span className="figures text-muted">{figure}</span>}
      </div>
      <div className="relative h-2 overflow-hidden rounded-chip bg-sunken ring-1 ring-line ring-inset">
        <progress aria-label={label} className="sr-only" max={1} {...(done !== null && { value: done })} />
        {done === null ? (
          <span aria-hidden="true" className="waiting absolute inset-y-0 w-1/3 rounded-chip bg-edge" />
        ) : (
          <span aria-hidden="true" className="absolute inset-0 flex">
            <span
              className={carriedShare === undefined ? "bg-brass-fill" : "bg-carriage-fill"}
              style={{ width: `${(carried ?? 0) * 100}%` }}
            />
            <span className="bg-ink" style={{ width: `${(done - (carried ?? 0)) * 100}%` }} />
          </span>
        )}
      </div>
    </div>
  )
}

const clamp = (share: number): number => (Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0)

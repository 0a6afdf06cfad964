/** The place of what is still coming, in its size, so that nothing jumps. Still where motion is not wished. */
import { cx } from "./cx.ts"

/** Give it the size of what will stand there: `<Skeleton className="h-9 w-40" />`. Screen readers hear the label of `Loading` only. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("skeleton block rounded-input", className)} />
}

/** Rows of a table that is still coming. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface"
    >
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of nothing never change places
        <div key={row} className="flex h-10 items-center justify-between gap-8 px-4">
          <Skeleton className={cx("h-3.5", WIDTHS[row % WIDTHS.length])} />
          <Skeleton className="h-3.5 w-16" />
        </div>
      ))}
    </div>
  )
}

/** Uneven, as words are. */
const WIDTHS = ["w-40", "w-28", "w-52", "w-36", "w-44"]

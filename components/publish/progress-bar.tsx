/** How far something is: a bar, the percent, and the bytes in words. */
import { formatBytes } from "#lib/kernel/format.ts"

type ProgressBarProps = { label: string; bytes: number; of: number }

export function ProgressBar({ label, bytes, of }: ProgressBarProps) {
  const percent = of === 0 ? 100 : Math.min(100, Math.floor((bytes / of) * 100))
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{label}</span>
        <span className="figures text-14 text-muted">
          {formatBytes(bytes, "en")} of {formatBytes(of, "en")}, {percent} %
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2.5 overflow-hidden rounded-chip bg-sunken"
      >
        <div className="h-full bg-brass-fill transition-[width] duration-200" style={{ width: `${percent}%` }} />
      </div>
    </div>
  )
}

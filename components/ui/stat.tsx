/** A figure: the number first, its story second. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"

type StatProps = {
  label: ReactNode
  value: ReactNode
  /** One sentence: what it means, against what. */
  story?: ReactNode
  /** A `Sparkline`: how it came to be. */
  chart?: ReactNode
  tone?: "ink" | "referral" | "carriage" | "brass"
  className?: string
}

const TONES = { ink: "text-ink", referral: "text-referral", carriage: "text-carriage", brass: "text-brass" } as const

export function Stat({ label, value, story, chart, tone = "ink", className }: StatProps) {
  return (
    <div className={cx("grid min-w-0 grid-cols-1 content-start gap-1", className)}>
      <p className="text-14 text-muted">{label}</p>
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <p
          className={cx(
            "min-w-0 font-display text-28 wrap-anywhere tracking-tight tabular-nums [&_.figures]:whitespace-normal xl:text-36",
            TONES[tone],
          )}
        >
          {value}
        </p>
        {chart}
      </div>
      {story && <p className="text-14 text-muted">{story}</p>}
    </div>
  )
}

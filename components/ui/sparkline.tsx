/** A small line beside a figure: how it came to be. Says in words what it shows; the figure and a table say it exactly. */
import { cx } from "./cx.ts"
import { sparklinePath } from "./sparkline-path.ts"

type SparklineProps = {
  /** Oldest first; zero is the foot. */
  series: readonly number[]
  /** "Clicks per day, 30 days: between 0 and 41, 12 yesterday". */
  label: string
  tone?: "ink" | "referral" | "carriage" | "brass"
  className?: string
}

const WIDTH = 120
const HEIGHT = 32
const TONES = {
  ink: "text-muted",
  referral: "text-referral",
  carriage: "text-carriage",
  brass: "text-brass",
} as const

export function Sparkline({ series, label, tone = "ink", className }: SparklineProps) {
  const { line, area } = sparklinePath(series, WIDTH, HEIGHT)
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-1 -2 ${WIDTH + 2} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      className={cx("h-9 w-30", TONES[tone], className)}
    >
      <path d={area} fill="currentColor" opacity="0.12" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

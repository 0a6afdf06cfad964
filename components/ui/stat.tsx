/** A figure: the number first, its story second. */
import type { ReactNode } from "react"
import { cx } from "./cx.ts"

type StatProps = {
  label: ReactNode
  value: ReactNode
  /** One sentence: what it means, against what. */
  story?: ReactNode
  tone?: "ink" | "referral" | "carriage" | "brass"
  className?: string
}

const TONES = { ink: "text-ink", referral: "text-referral", carriage: "text-carriage", brass: "text-brass" } as const

export function Stat({ label, value, story, tone = "ink", className }: StatProps) {
  return (
    <div className={cx("grid content-start gap-1", className)}>
      <p className="text-14 text-muted">{label}</p>
      <p className={cx("font-display text-36 tracking-tight figures", TONES[tone])}>{value}</p>
      {story && <p className="text-14 text-muted">{story}</p>}
    </div>
  )
}

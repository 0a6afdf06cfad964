"use client"
/** Over a chart: the day one points at, or walks to with the arrow keys, read out with everything that happened on it. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react"
import { useT } from "../ui/words.tsx"

type DayReaderProps = {
  /** A sentence for each day, oldest first. */
  sentences: readonly string[]
  children: ReactNode
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -7,
  PageUp: 7,
}

export function DayReader({ sentences, children }: DayReaderProps) {
  const t = useT()
  const last = sentences.length - 1
  const [chosen, setDay] = useState<number | null>(null)
  // A refresh may bring fewer days than were walked over.
  const day = Math.min(chosen ?? last, last)
  const goTo = (next: number) => setDay(Math.min(Math.max(next, 0), last))
  const onKeyDown = (event: KeyboardEvent) => {
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : day + (STEPS[event.key] ?? Number.NaN)
    if (Number.isNaN(next)) return
    event.preventDefault()
    goTo(next)
  }
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    if (width > 0) goTo(Math.floor(((event.clientX - left) / width) * sentences.length))
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="min-h-11 text-14 text-muted sm:min-h-6" data-testid="day-sentence">
        {sentences[day]}
      </p>
      <div className="relative">
        {children}
        <div
          role="slider"
          tabIndex={0}
          dir="ltr"
          aria-label={t("Day of the chart")}
          aria-valuemin={1}
          aria-valuemax={sentences.length}
          aria-valuenow={day + 1}
          aria-valuetext={sentences[day]}
          onKeyDown={onKeyDown}
          onPointerMove={onPointer}
          onPointerDown={onPointer}
          className="absolute inset-y-0 start-0 end-0 touch-pan-y rounded-[2px] outline-offset-2 focus-visible:outline-2 focus-visible:outline-focus md:start-48"
        >
          <span
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 bg-ink/8"
            style={{ insetInlineStart: `${(day / sentences.length) * 100}%`, width: `${100 / sentences.length}%` }}
          />
        </div>
      </div>
    </div>
  )
}

/** One of a few views of the same thing (a span of days, a kind of chart): native radio buttons, or links where the address keeps it. */
import Link from "next/link"
import type { ChangeEvent, ReactNode } from "react"
import { cx } from "./cx.ts"

export type Segment = { value: string; label: ReactNode; href?: string }
type SegmentedControlProps = {
  label: string
  name: string
  segments: readonly Segment[]
  /** The chosen one. With links the address decides, so hand in what it says. */
  value: string
  onChange?: (value: string) => void
}

const BOX = "inline-flex w-fit max-w-full min-w-0 flex-wrap gap-0.5 rounded-input border border-line bg-sunken p-0.5"
const PART =
  "relative flex h-8 cursor-pointer items-center rounded-[4px] px-3 text-14 font-semibold whitespace-nowrap text-muted hover:text-ink"
const CHOSEN = "bg-surface text-ink shadow-thin"

/** With `href` on every segment these are links (they work without script and survive reload); else `onChange` hears the value. */
export function SegmentedControl({ label, name, segments, value, onChange }: SegmentedControlProps) {
  if (segments.every((segment) => segment.href !== undefined))
    return (
      <nav aria-label={label} className={BOX}>
        {segments.map((segment) => (
          <Link
            key={segment.value}
            href={segment.href!}
            scroll={false}
            aria-current={segment.value === value ? "true" : undefined}
            className={cx(PART, segment.value === value && CHOSEN)}
          >
            {segment.label}
          </Link>
        ))}
      </nav>
    )
  const hear = (event: ChangeEvent<HTMLInputElement>) => onChange?.(event.target.value)
  return (
    <fieldset className={BOX}>
      <legend className="sr-only">{label}</legend>
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={cx(
            PART,
            "has-checked:bg-surface has-checked:text-ink has-checked:shadow-thin has-focus-visible:outline-2 has-focus-visible:outline-focus",
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            {...(onChange
              ? { checked: segment.value === value, onChange: hear }
              : { defaultChecked: segment.value === value })}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {segment.label}
        </label>
      ))}
    </fieldset>
  )
}

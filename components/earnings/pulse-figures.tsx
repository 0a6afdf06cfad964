/** The last thirty days in four figures: the number, how it compares, how it came to be, and what it means. */

import type { FanPulse } from "#lib/earnings/fan-pulse.ts"
import { PULSE_KINDS, type Pulse, type PulseKind, pulseChange } from "#lib/earnings/pulse.ts"
import { formatBytes, formatCount, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Sparkline } from "../ui/sparkline.tsx"

const TONES = { clicks: "referral", demos: "referral", sales: "referral", bytes: "carriage" } as const

export function PulseFigures({ t, pulse }: { t: Translate; pulse: FanPulse }) {
  return (
    <ul className="grid gap-px overflow-hidden rounded-card border border-line bg-line sm:grid-cols-2 xl:grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))]">
      {PULSE_KINDS.map((kind) => (
        <Figure key={kind} t={t} kind={kind} pulse={pulse[kind]} />
      ))}
    </ul>
  )
}

function Figure({ t, kind, pulse }: { t: Translate; kind: PulseKind; pulse: Pulse }) {
  const write = (figure: number) => (kind === "bytes" ? formatBytes(figure, t.locale) : formatCount(figure, t.locale))
  const label = labelOf(t, kind)
  return (
    <li className="grid grid-cols-1 content-start gap-2 bg-surface p-5">
      <h3 className="font-sans text-14 font-semibold tracking-normal text-muted">{label}</h3>
      <div className="flex items-end justify-between gap-3">
        <p className="figures font-display text-28 tracking-tight whitespace-nowrap">{write(pulse.total)}</p>
        <Sparkline
          series={pulse.days}
          className="min-w-0 shrink"
          tone={TONES[kind]}
          label={t("{label} day by day over thirty days: at most {most} a day, {today} today", {
            label,
            most: write(Math.max(...pulse.days)),
            today: write(pulse.days.at(-1) ?? 0),
          })}
        />
      </div>
      <p className="text-14 text-muted">{storyOf(t, pulse, write)}</p>
    </li>
  )
}

function labelOf(t: Translate, kind: PulseKind): string {
  if (kind === "clicks") return t("Clicks that count")
  if (kind === "demos") return t("Demos started")
  return kind === "sales" ? t("Sales you brought") : t("Bytes carried")
}

function storyOf(t: Translate, pulse: Pulse, write: (figure: number) => string): string {
  const change = pulseChange(pulse)
  if (change === null) return pulse.total === 0 ? t("Nothing in sixty days.") : t("None in the thirty days before.")
  const before = write(pulse.before)
  if (Math.abs(change) < 0.005) return t("As in the thirty days before: {before}.", { before })
  const share = formatShare(Math.abs(change), t.locale)
  return change > 0
    ? t("{share} more than the {before} before.", { share, before })
    : t("{share} less than the {before} before.", { share, before })
}

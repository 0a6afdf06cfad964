/** How long a demo still runs: in words, and as a bar that empties. */
import type { Translate } from "#lib/kernel/messages.ts"
import { daysUntil } from "#lib/kernel/period.ts"

type DaysLeftProps = { t: Translate; startsAt: Date; endsAt: Date; now: Date }

export function DaysLeft({ t, startsAt, endsAt, now }: DaysLeftProps) {
  const days = daysUntil(now, endsAt)
  const whole = endsAt.getTime() - startsAt.getTime()
  const share = whole <= 0 ? 0 : Math.min(1, Math.max(0, (endsAt.getTime() - now.getTime()) / whole))
  return (
    <div className="grid gap-1.5">
      <p className="text-14 font-semibold text-brass">{daysLeftWords(t, days)}</p>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-chip bg-sunken ring-1 ring-line ring-inset">
        <div className="h-full rounded-chip bg-brass-fill" style={{ width: `${(share * 100).toFixed(1)}%` }} />
      </div>
    </div>
  )
}

export const daysLeftWords = (t: Translate, days: number): string =>
  days <= 1 ? t("Demo, last day") : t("Demo, {days} days left", { days })

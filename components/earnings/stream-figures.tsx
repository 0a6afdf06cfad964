/** The two streams beside each other, never blended: referral in coral, carriage in teal; what is there, then how far it is. */
import type { KindTotals } from "#lib/earnings/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { micros } from "#lib/kernel/money.ts"
import { MoneyChip } from "../ui/chip.tsx"
import { cx } from "../ui/cx.ts"
import { Money } from "../ui/money.tsx"

const STATES = [
  ["pending", "pendingMicros"],
  ["matured", "maturedMicros"],
  ["processing", "processingMicros"],
  ["paid", "paidMicros"],
  ["held", "heldMicros"],
] as const

type StreamFiguresProps = { t: Translate; kind: "referral" | "carriage"; totals: KindTotals }

export function StreamFigures({ t, kind, totals }: StreamFiguresProps) {
  const all = micros(STATES.reduce((sum, [, key]) => sum + totals[key], 0n))
  const coral = kind === "referral"
  return (
    <section
      aria-label={coral ? t("Referral") : t("Carriage")}
      className={cx(
        "grid content-start gap-5 rounded-card border border-line border-t-4 bg-surface p-6",
        coral ? "border-t-referral-fill" : "border-t-carriage-fill",
      )}
    >
      <div className="grid gap-1">
        <h2 className={cx("text-16", coral ? "text-referral" : "text-carriage")}>
          {coral ? t("Referral") : t("Carriage")}
        </h2>
        <p className="font-display text-36 tracking-tight" data-testid={`${kind}-earned`}>
          <Money micros={all} />
        </p>
        <p className="text-14 text-muted">
          {coral ? t("Earned for bringing people.") : t("Earned for carrying their downloads.")}
        </p>
      </div>
      <dl className="grid gap-2">
        {STATES.filter(([state, key]) => state !== "held" || totals[key] > 0n).map(([state, key]) => (
          <div key={state} className="flex items-center justify-between gap-6">
            <dt>
              <MoneyChip state={state} tone={kind} />
            </dt>
            <dd className="text-16" data-testid={`${kind}-${state}`}>
              <Money micros={totals[key]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Every unpaid cent with its reason and the day on which that can change. */
import type { Earnings } from "#lib/earnings/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { DateTime } from "../ui/date-time.tsx"
import { Money } from "../ui/money.tsx"

export function WhyNotPaid({ t, unpaid }: { t: Translate; unpaid: Earnings["unpaid"] }) {
  return (
    <ul
      className="grid divide-y divide-line rounded-card border border-line bg-surface sm:grid-cols-[auto_1fr_auto]"
      data-testid="why-not-paid"
    >
      {unpaid.map((one) => (
        <li
          key={one.code}
          className="grid gap-x-6 gap-y-1 px-5 py-3 sm:col-span-full sm:grid-cols-subgrid sm:items-baseline"
        >
          <Money micros={one.amountMicros} className="font-semibold sm:text-end" />
          <span>{one.reason}</span>
          {one.nextChangeAt && (
            <span className="text-14 text-muted">
              {t("Next change:")} <DateTime at={one.nextChangeAt} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Lines of money with what each means: an order's sum, or where a price goes. One row per thing, so that more fit in. */
import type { ReactNode } from "react"
import { formatMoney } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { Micros } from "#lib/kernel/money.ts"
import { cx } from "../ui/cx.ts"

export type MoneyRow = {
  key: string
  label: ReactNode
  note?: ReactNode
  micros: Micros
  /** The colour of its stream, before the label. */
  tone?: "referral" | "carriage" | "plain"
  /** "up to $1.50". */
  upTo?: boolean
  /** The sum under a line. */
  total?: boolean
}

type MoneyRowsProps = { t: Translate; rows: readonly MoneyRow[]; currency: string; className?: string }

const DOTS = { referral: "bg-referral-fill", carriage: "bg-carriage-fill", plain: "bg-edge" } as const

export function MoneyRows({ t, rows, currency, className }: MoneyRowsProps) {
  return (
    <dl className={cx("grid", className)}>
      {rows.map(({ key, label, note, micros, tone, upTo, total }) => {
        const amount = formatMoney(micros, t.locale, currency)
        return (
          <div
            key={key}
            className={cx(
              "grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-6 py-2",
              total && "mt-1 border-t border-ink pt-3",
            )}
          >
            <dt className={cx("flex items-baseline gap-2.5 wrap-anywhere", total && "font-semibold")}>
              {tone && <span aria-hidden="true" className={cx("size-2.5 shrink-0 rounded-chip", DOTS[tone])} />}
              <span>{label}</span>
            </dt>
            <dd className={cx("figures text-end", total && "font-display text-28 leading-none")}>
              {upTo ? t("up to {amount}", { amount }) : amount}
            </dd>
            {note && <dd className={cx("col-span-2 text-14 text-muted", tone && "ps-5")}>{note}</dd>}
          </div>
        )
      })}
    </dl>
  )
}

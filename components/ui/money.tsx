/** An amount of money in tabular figures; exact, never rounded. */
import { type Cents, formatCents, formatMicros, type Micros } from "#lib/kernel/money.ts"
import { cx } from "./cx.ts"

type MoneyProps = ({ micros: Micros; cents?: never } | { cents: Cents; micros?: never }) & {
  currency?: string
  className?: string
}

export function Money({ micros, cents, currency = "USD", className }: MoneyProps) {
  const text = micros === undefined ? formatCents(cents, currency) : formatMicros(micros, currency)
  return <span className={cx("figures", className)}>{text}</span>
}

"use client"
/** An amount of money in tabular figures; exact, never rounded. */
import { formatMoney } from "#lib/kernel/format.ts"
import { type Cents, centsToMicros, type Micros } from "#lib/kernel/money.ts"
import { cx } from "./cx.ts"
import { useT } from "./words.tsx"

type MoneyProps = ({ micros: Micros; cents?: never } | { cents: Cents; micros?: never }) & {
  currency?: string
  className?: string
}

export function Money({ micros, cents, currency = "USD", className }: MoneyProps) {
  const { locale } = useT()
  const amount = micros === undefined ? centsToMicros(cents) : micros
  return <span className={cx("figures", className)}>{formatMoney(amount, locale, currency)}</span>
}

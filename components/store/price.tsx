/** What a title costs, in words when it costs nothing. */
import { formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { Cents } from "#lib/kernel/money.ts"
import { cx } from "../ui/cx.ts"

type PriceProps = { t: Translate; cents: Cents; currency: string; className?: string }

export function Price({ t, cents, currency, className }: PriceProps) {
  return (
    <span className={cx("figures", className)}>
      {cents === 0n ? t("Free") : formatPrice(cents, t.locale, currency)}
    </span>
  )
}

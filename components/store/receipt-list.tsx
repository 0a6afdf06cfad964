/** What was paid: when, how much, who was credited, under which order. */
import type { Receipt } from "#lib/checkout/queries.ts"
import { formatDate, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type ReceiptListProps = { t: Translate; receipts: readonly Receipt[]; withTitles?: boolean }

/** A list, not a table: on a phone every fact of a payment stays in sight. */
export function ReceiptList({ t, receipts, withTitles = true }: ReceiptListProps) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {receipts.map((receipt) => (
        <li key={receipt.id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-0.5 px-5 py-3">
          <p className="font-semibold wrap-anywhere">
            {withTitles ? receipt.titleName : formatDate(receipt.capturedAt, t.locale)}
          </p>
          <p className="figures text-end font-semibold">
            {formatPrice(receipt.priceCents, t.locale, receipt.currency)}
          </p>
          <p className="text-14 text-muted">
            {withTitles && `${formatDate(receipt.capturedAt, t.locale)}. `}
            {receipt.creditedTo
              ? t("{name} was credited for bringing you.", { name: receipt.creditedTo })
              : t("Nobody was credited for bringing you.")}
          </p>
          <p className="text-end text-14 text-muted">{givenBack(t, receipt)}</p>
          <p className="col-span-2 font-mono text-12 text-muted wrap-anywhere">{receipt.id}</p>
        </li>
      ))}
    </ul>
  )
}

function givenBack(t: Translate, { refundedCents, currency, paidTwice }: Receipt): string {
  if (refundedCents > 0n) return t("{amount} given back", { amount: formatPrice(refundedCents, t.locale, currency) })
  return paidTwice ? t("paid twice, is given back") : ""
}

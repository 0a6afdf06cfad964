/** Where a price goes: who brought the buyer, who carries, who made it, who runs the house. Told before anything is paid. */
import type { Credit } from "#lib/attribution/queries.ts"
import type { TitleView } from "#lib/catalog/queries.ts"
import type { Split } from "#lib/checkout/split.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { micros } from "#lib/kernel/money.ts"
import { type MoneyRow, MoneyRows } from "./money-rows.tsx"

type WhereProps = {
  t: Translate
  title: TitleView
  /** As if PayPal took no fee; the fee comes out of the maker's and the platform's part. */
  split: Split
  credit: Credit | null
}

export function WhereItGoes({ t, title, split, credit }: WhereProps) {
  const brought = micros(split.referralMicros + split.unattributedMicros)
  const rows: MoneyRow[] = [
    {
      key: "referral",
      tone: "referral",
      label: credit ? t.known(credit.name) : t("Nobody brought you"),
      note: credit ? whyOf(t, credit) : t("This part stays with Fanfare; it is never given to a guess."),
      micros: brought,
    },
    {
      key: "carriage",
      tone: "carriage",
      label: t("Fans who carry your download"),
      note: t("Shared by the bytes each really sent you. What the origin sends itself stays with Fanfare."),
      micros: split.carriagePoolMicros,
      upTo: true,
    },
    { key: "maker", tone: "plain", label: title.publisherName, note: t("who made it"), micros: split.publisherMicros },
    {
      key: "house",
      tone: "plain",
      label: "Fanfare",
      note: t("keeps the store, the origin and the payments running"),
      micros: split.platformMicros,
    },
  ]
  return (
    <div className="grid gap-3">
      <MoneyRows t={t} rows={rows} currency={title.currency} className="divide-y divide-line" />
      <p className="text-14 text-muted">
        {t("PayPal’s fee comes out of the maker’s part and ours. Nothing of this is added to your price.")}
      </p>
    </div>
  )
}

const whyOf = (t: Translate, { rule }: Credit): string =>
  ({
    last_click: t("brought you here: it was the last link you followed. It costs you nothing."),
    demo_origin: t("brought you to the demo. It costs you nothing."),
    creator_code: t("You typed their code. It costs you nothing."),
  })[rule]

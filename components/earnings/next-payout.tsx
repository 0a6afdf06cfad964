/** The next payout in one sentence: how much, when and to whom; or what keeps it. */
import type { PayoutOutlook } from "#lib/earnings/payout-queries.ts"
import { formatDate, formatMoney, formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { ButtonLink } from "../ui/button.tsx"

type NextPayoutProps = { t: Translate; outlook: PayoutOutlook }

export function NextPayout({ t, outlook }: NextPayoutProps) {
  const { decision, runAt, receiver, maturedMicros } = outlook
  const day = formatDate(runAt, t.locale)
  const paid = "payCents" in decision
  const needsAddress = !paid && (decision.skip === "payee_missing" || decision.skip === "payee_unconfirmed")
  return (
    <section
      aria-label={t("Next payout")}
      className="flex flex-wrap items-center justify-between gap-4 rounded-card bg-sunken px-6 py-5"
    >
      <div className="grid gap-1">
        <p className="font-display text-22 tracking-tight" data-testid="next-payout">
          {paid
            ? t("{money} leave for {address} on {day}.", {
                money: formatPrice(decision.payCents, t.locale),
                address: receiver ?? "",
                day,
              })
            : decision.reason}
        </p>
        <p className="text-14 text-muted">
          {t("Matured and unpaid: {money}. Payouts go out every Monday at 06:00 UTC, in whole cents; the rest stays.", {
            money: formatMoney(maturedMicros, t.locale),
          })}
        </p>
      </div>
      {needsAddress && <ButtonLink href="/settings#payee">{t("Say where you are paid")}</ButtonLink>}
    </section>
  )
}

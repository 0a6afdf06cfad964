/** Where earnings go: the PayPal address, whether it is proved, and what a change brings. */
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { Payee } from "#lib/auth/queries.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { savePayee } from "./actions.ts"

export function PayeeSection({ t, payee, now }: { t: Translate; payee: Payee | null; now: Date }) {
  const frozen = payee?.frozenUntil && payee.frozenUntil > now ? payee.frozenUntil : null
  return (
    <Section
      title={t("Where your earnings go")}
      id="payee"
      description={t("Payouts run every Monday, from $10. Less than that waits for you; it is never forfeited.")}
    >
      <Card className="grid gap-6">
        {payee && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 font-mono text-14 break-all">{payee.paypalEmail}</p>
            {payee.confirmedAt ? (
              <Chip tone="ok">{t("confirmed")}</Chip>
            ) : (
              <Chip fill="outline">{t("waits for its link")}</Chip>
            )}
          </div>
        )}
        {frozen && (
          <p className="text-14 text-muted">
            {t(
              "The address was changed, so no payout leaves before {day}. Nothing is lost: it leaves with the first run after that.",
              { day: formatDate(frozen, t.locale) },
            )}
          </p>
        )}
        {payee?.pausedReason && <p className="text-14 text-danger">{t.known(payee.pausedReason)}</p>}
        <ActionForm action={savePayee}>
          <FormError />
          <Field
            name="paypalEmail"
            label={payee ? t("Another PayPal address") : t("PayPal address")}
            hint={t(
              "We mail it a link to confirm. Changing a confirmed address holds payouts for seven days and tells the old one.",
            )}
          >
            <TextInput type="email" autoComplete="off" inputMode="email" maxLength={254} />
          </Field>
          <SubmitButton variant={payee?.confirmedAt ? "secondary" : "primary"} className="justify-self-start">
            {payee ? t("Change the address") : t("Set the address")}
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

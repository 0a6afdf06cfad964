/** Where earnings go: the PayPal address, whether it is proved, and what a change brings. */
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import type { Payee } from "#lib/auth/queries.ts"
import { savePayee } from "./actions.ts"

export function PayeeSection({ payee, now }: { payee: Payee | null; now: Date }) {
  const frozen = payee?.frozenUntil && payee.frozenUntil > now ? payee.frozenUntil : null
  return (
    <Section
      title="Where your earnings go"
      id="payee"
      description="Payouts run every Monday, from $10. Less than that waits for you; it is never forfeited."
    >
      <Card className="grid gap-6">
        {payee && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 font-mono text-14 break-all">{payee.paypalEmail}</p>
            {payee.confirmedAt ? <Chip tone="ok">confirmed</Chip> : <Chip fill="outline">waits for its link</Chip>}
          </div>
        )}
        {frozen && (
          <p className="text-14 text-muted">
            The address was changed, so no payout leaves before <DateTime at={frozen} />. Nothing is lost: it leaves
            with the first run after that.
          </p>
        )}
        {payee?.pausedReason && <p className="text-14 text-danger">{payee.pausedReason}</p>}
        <ActionForm action={savePayee}>
          <FormError />
          <Field
            name="paypalEmail"
            label={payee ? "Another PayPal address" : "PayPal address"}
            hint="We mail it a link to confirm. Changing a confirmed address holds payouts for seven days and tells the old one."
          >
            <TextInput type="email" autoComplete="off" inputMode="email" maxLength={254} />
          </Field>
          <SubmitButton variant={payee?.confirmedAt ? "secondary" : "primary"} className="justify-self-start">
            {payee ? "Change the address" : "Set the address"}
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

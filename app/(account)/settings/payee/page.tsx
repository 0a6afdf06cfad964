/** Where the mail to a PayPal address leads: confirms it at the press of a button. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import { findPayee } from "#lib/auth/queries.ts"
import { AccountPage } from "../../account-page.tsx"
import { confirmPayeeAction } from "../actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Confirm your PayPal address"), referrer: "same-origin" }
}

type Props = { searchParams: Promise<{ token?: string }> }

export default async function ConfirmPayeePage({ searchParams }: Props) {
  const token = String((await searchParams).token ?? "").slice(0, 200)
  const actor = await requirePageActor(`/settings/payee?token=${encodeURIComponent(token)}`)
  const { db } = deps()
  const t = await words()
  const [usable, payee] = await Promise.all([isMailTokenUsable(db, "payee", token), findPayee(db, actor.userId)])
  if (!usable || !payee) {
    return (
      <AccountPage
        title={t("This link is over")}
        lead={t("It has been used, or 24 hours have passed. Set the address again for a fresh one.")}
      >
        <ButtonLink href="/settings#payee" variant="primary">
          {t("Open settings")}
        </ButtonLink>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title={t("Confirm your PayPal address")}
      lead={t("Earnings of {email} will go to {paypal}.", { email: actor.email, paypal: payee.paypalEmail })}
    >
      <ActionForm action={confirmPayeeAction} aria-label={t("Confirm your PayPal address")}>
        <FormError />
        <input type="hidden" name="token" value={token} />
        <SubmitButton className="w-full">{t("Confirm the address")}</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

/** Where the mail to a PayPal address leads: confirms it at the press of a button. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { isMailTokenUsable } from "#lib/auth/mail-token.ts"
import { findPayee } from "#lib/auth/queries.ts"
import { AccountPage } from "../../account-page.tsx"
import { confirmPayeeAction } from "../actions.ts"

export const metadata: Metadata = { title: "Confirm your PayPal address", referrer: "no-referrer" }

type Props = { searchParams: Promise<{ token?: string }> }

export default async function ConfirmPayeePage({ searchParams }: Props) {
  const token = String((await searchParams).token ?? "").slice(0, 200)
  const actor = await requirePageActor(`/settings/payee?token=${encodeURIComponent(token)}`)
  const { db } = deps()
  const [usable, payee] = await Promise.all([isMailTokenUsable(db, "payee", token), findPayee(db, actor.userId)])
  if (!usable || !payee) {
    return (
      <AccountPage
        title="This link is over"
        lead="It has been used, or 24 hours have passed. Set the address again for a fresh one."
      >
        <ButtonLink href="/settings#payee" variant="primary">
          Open settings
        </ButtonLink>
      </AccountPage>
    )
  }
  return (
    <AccountPage
      title="Confirm your PayPal address"
      lead={
        <>
          Earnings of {actor.email} will go to {payee.paypalEmail}.
        </>
      }
    >
      <ActionForm action={confirmPayeeAction} aria-label="Confirm your PayPal address">
        <FormError />
        <input type="hidden" name="token" value={token} />
        <SubmitButton>Confirm the address</SubmitButton>
      </ActionForm>
    </AccountPage>
  )
}

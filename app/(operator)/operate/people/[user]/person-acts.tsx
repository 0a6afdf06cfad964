/** What an operator can do about an account: suspend it, hand out its data, have it erased. */
import { ActForm } from "#components/operate/act-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Notice } from "#components/ui/notice.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import type { ErasureView } from "#lib/operate/erasure-preview.ts"
import { callOffErasure, eraseFor, lift, suspend } from "../../actions.ts"
import type { Person } from "./person-owns.tsx"

type Props = { t: Translate; person: Person; erasure: ErasureView | null }

export function PersonActs({ t, person, erasure }: Props) {
  const { account } = person
  if (erasure?.state === "done")
    return (
      <Notice tone="info" title={t("Erased")}>
        {t("Only the number is left, on orders and in the ledger.")}
      </Notice>
    )
  if (account.roles.includes("operator"))
    return <Notice tone="info">{t("An operator's account is neither suspended nor erased from here.")}</Notice>
  return (
    <>
      {account.suspendedAt ? (
        <ActForm
          t={t}
          action={lift}
          id={account.id}
          label={t("Lift the suspension")}
          consequences={[t("Sign-in, links, nodes and payouts go on as before. The person is told by mail.")]}
        />
      ) : (
        <ActForm
          t={t}
          action={suspend}
          id={account.id}
          danger
          label={t("Suspend the account")}
          consequences={[
            t("Sign-in and keys are refused at once, pages disappear, nodes are not heard."),
            t("Links still lead to their titles, but count and credit nothing."),
            t("Payouts wait; what is earned stays on the books."),
            t("Titles stay on offer: take them down one by one if they should go."),
          ]}
        />
      )}
      <ExportForm t={t} userId={account.id} />
      {erasure ? (
        <>
          <Notice tone="brass" title={t("Will be erased")}>
            <DateTime at={erasure.dueAt} mode="datetime" />
          </Notice>
          <ActForm
            t={t}
            action={callOffErasure}
            id={account.id}
            label={t("Call the erasure off")}
            consequences={[t("The account stays as it is, and the person is told.")]}
          />
        </>
      ) : (
        <ActForm
          t={t}
          action={eraseFor}
          id={account.id}
          danger
          label={t("Erase on request")}
          consequences={[
            t(
              "Seven days from now name, addresses, mails, pages and keys are removed for good. The person is told and can call it off.",
            ),
            t("Rights to titles end. Orders and the ledger stay under the account's number."),
          ]}
        />
      )}
    </>
  )
}

/** A download, so a plain form: the answer is a file. */
function ExportForm({ t, userId }: { t: Translate; userId: string }) {
  return (
    <details className="rounded-card border border-line bg-surface">
      <summary className="flex min-h-11 cursor-pointer list-none items-center justify-between px-5 py-2 font-semibold hover:bg-sunken">
        {t("Hand out the data")}
        <span aria-hidden="true" className="text-muted">
          +
        </span>
      </summary>
      <form method="post" action={`/operate/people/${userId}/export`} className="grid gap-4 border-t border-line p-5">
        <p className="text-14 text-muted">{t("One file with everything about the account, for the person only.")}</p>
        <label className="grid gap-1.5 text-14 font-semibold">
          {t("Reason")}
          <textarea
            name="reason"
            required
            rows={3}
            maxLength={1_000}
            className="rounded-input border border-edge bg-surface px-3 py-2 text-16 font-normal"
          />
        </label>
        <Button type="submit" className="justify-self-start">
          {t("Download the data")}
        </Button>
      </form>
    </details>
  )
}

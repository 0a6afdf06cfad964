/** What a person wishes to hear of, and how: saved by one form that works without script. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ChoiceMatrix } from "#components/notices/choice-matrix.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Actor } from "#lib/auth/actor.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { ChosenCategory } from "#lib/notices/notice-state.ts"
import { getChoices, getMailbox } from "#lib/notices/queries.ts"
import { askAddressAgain, saveNoticeChoices } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("What you hear of") }
}

/** What cannot happen to an account is not asked about. */
function categoriesFor({ roles }: Actor): ChosenCategory[] {
  const isFan = roles.includes("fan")
  const isPublisher = roles.includes("publisher")
  return [
    ...(isFan ? (["earnings"] as const) : []),
    ...(isFan || isPublisher ? (["money"] as const) : []),
    ...(isFan ? (["carriage", "site"] as const) : []),
    ...(isPublisher ? (["publishing"] as const) : []),
    "buying",
    ...(roles.includes("operator") ? (["operating"] as const) : []),
  ]
}

export default async function NotificationSettingsPage() {
  const t = await words()
  const actor = await requirePageActor("/settings/notifications")
  const { db } = deps()
  const [choices, mailbox] = await Promise.all([getChoices(db, actor.userId), getMailbox(db, actor.userId)])
  return (
    <Page>
      <PageHeader
        title={t("What you hear of")}
        lead={t(
          "Mails go to {email}. Several things of one moment come as one mail, and never more than twelve a day.",
          {
            email: actor.email,
          },
        )}
      />
      <div className="grid gap-8">
        {mailbox?.givenUpAt && <Undeliverable email={mailbox.address} since={mailbox.givenUpAt} />}
        <ActionForm action={saveNoticeChoices} aria-label={t("What you hear of")}>
          <FormError />
          <ChoiceMatrix t={t} categories={categoriesFor(actor)} choices={choices} />
          <DigestBox t={t} isOn={choices.digest === "weekly"} />
          <p className="max-w-read text-14 text-muted">
            {t(
              "Monday's digest comes at 08:00 UTC, after the payout run. Every mail has a button that ends its kind with one press; what stands in the app stays.",
            )}
          </p>
          <SubmitButton className="justify-self-start">{t("Save the choices")}</SubmitButton>
        </ActionForm>
      </div>
    </Page>
  )
}

function DigestBox({ t, isOn }: { t: Translate; isOn: boolean }) {
  return (
    <label className="flex cursor-pointer items-start gap-3 rounded-card border border-line bg-surface px-4 py-4 md:px-6">
      <input
        type="checkbox"
        name="digest"
        value="weekly"
        defaultChecked={isOn}
        className="mt-0.5 size-5 shrink-0 accent-brass"
      />
      <span>
        <span className="font-semibold">{t("Sum up the small things on Mondays")}</span>
        <span className="block text-14 text-muted">
          {t(
            "Demos somebody began through you, what carrying paid, what has matured: no mail each, one digest a week.",
          )}
        </span>
      </span>
    </label>
  )
}

async function Undeliverable({ email, since }: { email: string; since: Date }) {
  const t = await words()
  return (
    <Notice tone="danger">
      <div className="grid gap-4">
        <p>
          {t("Mail to {email} came back several times, so since {day} nothing but what you ask for is sent there.", {
            email,
            day: formatDate(since, t.locale),
          })}
        </p>
        <ActionForm action={askAddressAgain}>
          <FormError />
          <SubmitButton variant="secondary" size="small" className="justify-self-start">
            {t("The address works again")}
          </SubmitButton>
        </ActionForm>
      </div>
    </Notice>
  )
}

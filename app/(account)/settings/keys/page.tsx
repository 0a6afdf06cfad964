/** Keys for a person's own programs: made here, shown once, revoked here. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { KeyList } from "#components/keys/key-list.tsx"
import { KeyOnce } from "#components/keys/key-once.tsx"
import { ScopeBoxes } from "#components/keys/scope-boxes.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { MAX_KEY_DAYS } from "#lib/api/make-key.ts"
import { listKeys } from "#lib/api/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { addDays } from "#lib/kernel/period.ts"
import { makeKey, revokeKey } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Keys for programs") }
}

/** What most programs want: to see, not to change, and nothing of money. */
const USUAL = ["links:read", "sites:read", "figures:read"]

export default async function KeysPage() {
  const actor = await requirePageActor("/settings/keys")
  const t = await words()
  const now = deps().clock.now()
  const keys = await listKeys(deps().db, actor.userId)
  return (
    <Page>
      <PageHeader
        title={t("Keys for programs")}
        lead={t(
          "A key lets a program of yours act in your name: an overlay, a spreadsheet, a build server. It can do what you tick, and nothing else; no key moves money or changes how you sign in.",
        )}
        actions={<ButtonLink href="/developers">{t("What programs can ask")}</ButtonLink>}
      />
      <div className="grid max-w-read gap-12">
        <Section title={t("Make a key")}>
          <NewKey t={t} now={now} />
        </Section>
        <Section title={t("Your keys")}>
          {keys.length === 0 ? (
            <EmptyState title={t("No key yet")}>
              {t(
                "A key you make stands here, with when and from where it was last used, and can be revoked at any time.",
              )}
            </EmptyState>
          ) : (
            <KeyList t={t} keys={keys} revoke={revokeKey} now={now} />
          )}
        </Section>
      </div>
    </Page>
  )
}

function NewKey({ t, now }: { t: Translate; now: Date }) {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  return (
    <Card>
      <ActionForm action={makeKey} aria-label={t("Make a key")}>
        <FormError />
        <KeyOnce />
        <Field name="name" label={t("What it is for")} hint={t("Such as: stream overlay")}>
          <TextInput autoComplete="off" maxLength={80} />
        </Field>
        <ScopeBoxes chosen={USUAL} />
        <Field
          name="lastDay"
          label={t("Last day")}
          required={false}
          hint={t("The key ends with this day (UTC). Without one it works until you revoke it.")}
        >
          <TextInput type="date" min={day(now)} max={day(addDays(now, MAX_KEY_DAYS - 1))} className="max-w-60" />
        </Field>
        <SubmitButton className="justify-self-start">{t("Make the key")}</SubmitButton>
      </ActionForm>
    </Card>
  )
}

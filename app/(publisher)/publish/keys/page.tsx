import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { KeyOnce } from "#components/keys/key-once.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listPublishKeys } from "#lib/catalog/publish-key.ts"
import { findPublisherOf } from "#lib/catalog/queries.ts"
import { formatDate } from "#lib/kernel/format.ts"
import { makeKey, removeKey } from "../actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Publish keys") }
}

export default async function KeysPage() {
  const actor = await requirePageActor("/publish/keys")
  const t = await words()
  const publisher = await findPublisherOf(deps().db, actor.userId)
  if (!publisher) redirect("/publish")
  const keys = await listPublishKeys(deps().db, actor)
  return (
    <Page width="read">
      <PageHeader
        eyebrow={publisher.name}
        title={t("Publish keys")}
        lead={t(
          "A key lets the command-line publisher or a build server upload in your name. It can publish and withdraw, and never touches money.",
        )}
      />
      <div className="grid gap-12">
        <Card>
          <ActionForm action={makeKey}>
            <FormError />
            <KeyOnce />
            <Field name="name" label={t("What it is for")} required={false} hint={t("Such as: build server")}>
              <TextInput autoComplete="off" maxLength={80} />
            </Field>
            <SubmitButton>{t("Make a key")}</SubmitButton>
          </ActionForm>
        </Card>
        <Section title={t("Your keys")}>
          {keys.length === 0 && (
            <EmptyState title={t("No key yet")}>
              {t("A key you make stands here, and can be removed at any time.")}
            </EmptyState>
          )}
          <ul className="grid gap-3">
            {keys.map((key) => (
              <Card as="li" key={key.keyId} className="flex flex-wrap items-center justify-between gap-4">
                <div>
                  <p className="font-semibold">{key.name}</p>
                  <p className="text-14 text-muted">
                    {t("made {day}", { day: formatDate(key.createdAt, t.locale) })},{" "}
                    {key.lastUsedAt ? t("used {day}", { day: formatDate(key.lastUsedAt, t.locale) }) : t("never used")}
                  </p>
                </div>
                <ActionForm action={removeKey}>
                  <input type="hidden" name="keyId" value={key.keyId} />
                  <FormError />
                  <SubmitButton variant="danger" size="small">
                    {t("Remove")}
                  </SubmitButton>
                </ActionForm>
              </Card>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  )
}

/** Webhooks: a person's programs are told of what happens, at addresses given here. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { SecretOnce } from "#components/webhooks/secret-once.tsx"
import { VerifySnippet } from "#components/webhooks/verify-snippet.tsx"
import { WebhookFields } from "#components/webhooks/webhook-fields.tsx"
import { WebhookList } from "#components/webhooks/webhook-list.tsx"
import { listWebhooks } from "#lib/webhooks/queries.ts"
import { WEBHOOKS_PER_OWNER } from "#lib/webhooks/webhook.ts"
import { addWebhook } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Webhooks") }
}

/** What most programs are made for. */
const USUAL = ["sale.captured", "payout.paid"]

export default async function WebhooksPage() {
  const actor = await requirePageActor("/settings/webhooks")
  const t = await words()
  const webhooks = await listWebhooks(deps().db, actor.userId)
  return (
    <Page>
      <PageHeader
        title={t("Webhooks")}
        lead={t(
          "Give us the address of a program of yours, and we tell it within seconds when somebody buys, a payout arrives or a link dies: signed, and for three days until it listens.",
        )}
        actions={<ButtonLink href="/developers/webhooks">{t("Events and examples")}</ButtonLink>}
      />
      <div className="grid max-w-read grid-cols-1 gap-12">
        <Section title={t("Your webhooks")}>
          {webhooks.length === 0 ? (
            <EmptyState title={t("No webhook yet")}>
              {t(
                "A webhook you add stands here, with every message that was sent to it in the last 30 days, what your program answered, and a button that sends it again.",
              )}
            </EmptyState>
          ) : (
            <WebhookList t={t} webhooks={webhooks} />
          )}
        </Section>
        <Section
          title={t("Add a webhook")}
          description={t("An account has at most {count}, each at an address of its own.", {
            count: String(WEBHOOKS_PER_OWNER),
          })}
        >
          <Card>
            <ActionForm action={addWebhook} aria-label={t("Add a webhook")}>
              <FormError />
              <SecretOnce />
              <WebhookFields t={t} events={USUAL} />
              <SubmitButton className="justify-self-start">{t("Add the webhook")}</SubmitButton>
            </ActionForm>
          </Card>
        </Section>
        <Section title={t("Is it from us?")}>
          <VerifySnippet t={t} />
        </Section>
      </div>
    </Page>
  )
}

/** What a webhook's owner can change: its address and events, its secret, and whether it is there at all. */
import type { ReactNode } from "react"
import { Card, Section } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { SecretOnce } from "#components/webhooks/secret-once.tsx"
import { WebhookFields } from "#components/webhooks/webhook-fields.tsx"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { WebhookView } from "#lib/webhooks/queries.ts"
import { changeWebhook, removeWebhook, renewSecret } from "../actions.ts"

type OneWebhook = { t: Translate; webhook: WebhookView }

const Which = ({ webhook }: Pick<OneWebhook, "webhook">) => (
  <input type="hidden" name="webhookId" value={webhook.webhookId} />
)

export function Change({ t, webhook }: OneWebhook) {
  const { url, description, events } = webhook
  return (
    <Section title={t("Address and events")}>
      <Card className="max-w-read">
        <ActionForm
          action={changeWebhook}
          aria-label={t("Address and events")}
          values={{ url, description, events: events.join(",") }}
        >
          <FormError />
          <Which webhook={webhook} />
          <WebhookFields t={t} events={events} />
          <SubmitButton variant="secondary" className="justify-self-start">
            {t("Save")}
          </SubmitButton>
        </ActionForm>
      </Card>
    </Section>
  )
}

/** Folded, so that nobody does it by a slip: works without script. */
function Folded({ summary, children }: { summary: string; children: ReactNode }) {
  return (
    <details className="group max-w-read rounded-card border border-line bg-surface">
      <summary className="min-h-11 cursor-pointer px-6 py-3 font-semibold">{summary}</summary>
      <div className="grid gap-4 px-6 pb-6">{children}</div>
    </details>
  )
}

export function Renew({ t, webhook }: OneWebhook) {
  return (
    <Section title={t("Secret")}>
      {webhook.oldSecretUntil && (
        <p className="max-w-read text-muted">
          {t("The secret before the present one signs as well until {time}.", {
            time: formatDate(webhook.oldSecretUntil, t.locale, "minute"),
          })}
        </p>
      )}
      <Folded summary={t("Take a new secret")}>
        <p>
          {t(
            "Lost it, or somebody saw it? You get a new one, shown once. For 24 hours every message is signed with both, so your program can be changed without a gap; a second change within that time ends the oldest at once.",
          )}
        </p>
        <ActionForm action={renewSecret} aria-label={t("Take a new secret")}>
          <FormError />
          <SecretOnce />
          <Which webhook={webhook} />
          <SubmitButton variant="secondary" className="justify-self-start">
            {t("Make a new secret")}
          </SubmitButton>
        </ActionForm>
      </Folded>
    </Section>
  )
}

export function Remove({ t, webhook }: OneWebhook) {
  return (
    <Section title={t("Take it away")}>
      <Folded summary={t("Delete this webhook")}>
        <p>{t("Nothing more is sent, and what was sent is forgotten. This cannot be undone; pausing can.")}</p>
        <ActionForm action={removeWebhook} aria-label={t("Delete this webhook")}>
          <FormError />
          <Which webhook={webhook} />
          <SubmitButton variant="danger" className="justify-self-start">
            {t("Delete it for good")}
          </SubmitButton>
        </ActionForm>
      </Folded>
    </Section>
  )
}

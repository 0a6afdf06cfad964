/** How a webhook stands, with the one thing to do about it; and sending again what was given up. */
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { addDays } from "#lib/kernel/period.ts"
import { DELIVERY_DAYS } from "#lib/webhooks/forget-messages.ts"
import type { WebhookView } from "#lib/webhooks/queries.ts"
import { sendFailedAgain, setWebhookState, tryWebhook } from "../actions.ts"

type OneWebhook = { t: Translate; webhook: WebhookView }

export function Standing({ t, webhook }: OneWebhook) {
  const active = webhook.state === "active"
  return (
    <div className="grid max-w-read gap-4">
      <Trouble t={t} webhook={webhook} />
      <div className="flex flex-wrap gap-3">
        {active && (
          <ActionForm action={tryWebhook} aria-label={t("Send a test message")} saysByToast>
            <input type="hidden" name="webhookId" value={webhook.webhookId} />
            <FormError />
            <SubmitButton>{t("Send a test message")}</SubmitButton>
          </ActionForm>
        )}
        <ActionForm action={setWebhookState} aria-label={active ? t("Pause") : t("Make it active")} saysByToast>
          <input type="hidden" name="webhookId" value={webhook.webhookId} />
          <input type="hidden" name="state" value={active ? "paused" : "active"} />
          <FormError />
          <SubmitButton variant={active ? "secondary" : "primary"}>
            {active ? t("Pause") : t("Make it active")}
          </SubmitButton>
        </ActionForm>
      </div>
    </div>
  )
}

function Trouble({ t, webhook }: OneWebhook) {
  if (webhook.state === "paused")
    return <Notice>{t("It is paused: what happens is kept for 30 days, and goes out when you make it active.")}</Notice>
  if (webhook.state === "disabled")
    return (
      <Notice tone="danger" title={t("We no longer send to it")}>
        {webhook.disabledReason === "gone"
          ? t("It answered 410 Gone, which asks us to stop. If that was a mistake, make it active again.")
          : t(
              "Nothing arrived for five days. Mend your program, make the webhook active, and send again what was given up.",
            )}{" "}
        {t("What happens meanwhile is not kept for it.")}
      </Notice>
    )
  if (!webhook.failingSince) return null
  return (
    <Notice tone="brass" title={t("Nothing arrives")}>
      {t("Every attempt since {since} has failed; the answers below say why. After five days we stop.", {
        since: formatDate(webhook.failingSince, t.locale, "minute"),
      })}
    </Notice>
  )
}

export function FailedAgain({ t, webhook, now }: OneWebhook & { now: Date }) {
  const day = (at: Date) => at.toISOString().slice(0, 10)
  const first = day(addDays(now, -DELIVERY_DAYS))
  return (
    <ActionForm
      action={sendFailedAgain}
      aria-label={t("Send again what was given up")}
      values={{ since: first }}
      className="max-w-read sm:grid-cols-[minmax(0,15rem)_auto] sm:items-end"
    >
      <input type="hidden" name="webhookId" value={webhook.webhookId} />
      <div className="sm:col-span-2">
        <FormError />
      </div>
      <Field name="since" label={t("Given up since (UTC)")}>
        <TextInput type="date" min={first} max={day(now)} />
      </Field>
      <SubmitButton variant="secondary" className="justify-self-start">
        {t("Send all of them again")}
      </SubmitButton>
    </ActionForm>
  )
}

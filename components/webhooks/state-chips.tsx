/** How a webhook or a delivery stands, in one word. */
import type { Translate } from "#lib/kernel/messages.ts"
import type { WebhookView } from "#lib/webhooks/queries.ts"
import type { DeliveryState } from "#lib/webhooks/webhook-state.ts"
import { Chip } from "../ui/chip.tsx"

export function WebhookChip({ t, webhook }: { t: Translate; webhook: WebhookView }) {
  if (webhook.state === "paused") return <Chip fill="outline">{t("paused")}</Chip>
  if (webhook.state === "disabled") return <Chip tone="danger">{t("disabled")}</Chip>
  if (webhook.failingSince)
    return (
      <Chip tone="danger" fill="outline">
        {t("failing")}
      </Chip>
    )
  return webhook.deliveredAt ? <Chip tone="ok">{t("works")}</Chip> : <Chip fill="outline">{t("nothing sent yet")}</Chip>
}

export function DeliveryChip({ t, state }: { t: Translate; state: DeliveryState }) {
  if (state === "delivered") return <Chip tone="ok">{t("delivered")}</Chip>
  return state === "failed" ? <Chip tone="danger">{t("given up")}</Chip> : <Chip fill="outline">{t("waiting")}</Chip>
}

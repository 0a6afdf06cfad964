/** An account's webhooks: where each leads, what it is told, how it stands; each leads to its own page. */
import Link from "next/link"
import type { Translate } from "#lib/kernel/messages.ts"
import type { WebhookView } from "#lib/webhooks/queries.ts"
import { Card } from "../ui/card.tsx"
import { Chip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { WebhookChip } from "./state-chips.tsx"

export function WebhookList({ t, webhooks }: { t: Translate; webhooks: readonly WebhookView[] }) {
  return (
    <ul className="grid gap-3">
      {webhooks.map((webhook) => (
        <Card as="li" key={webhook.webhookId} className="grid min-w-0 gap-3">
          <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-18">
            <Link
              href={`/settings/webhooks/${webhook.webhookId}`}
              className="min-w-0 wrap-anywhere underline decoration-edge underline-offset-4 hover:decoration-ink"
            >
              {webhook.description || new URL(webhook.url).host}
            </Link>
            <WebhookChip t={t} webhook={webhook} />
          </h3>
          <p className="font-mono text-14 text-muted wrap-anywhere">{webhook.url}</p>
          <ul className="flex flex-wrap gap-1.5" aria-label={t("What it is told of")}>
            {webhook.events.map((event) => (
              <li key={event}>
                <Chip>
                  <code className="font-mono">{event}</code>
                </Chip>
              </li>
            ))}
          </ul>
          <p className="text-14 text-muted">
            {webhook.deliveredAt ? (
              <>
                {t("Something last arrived")} <DateTime at={webhook.deliveredAt} mode="datetime" />
              </>
            ) : (
              t("Nothing has arrived yet.")
            )}
            {webhook.pending > 0 && ` · ${t.n("one waits", "{count} wait", webhook.pending)}`}
            {webhook.failed > 0 && ` · ${t.n("one given up", "{count} given up", webhook.failed)}`}
          </p>
        </Card>
      ))}
    </ul>
  )
}

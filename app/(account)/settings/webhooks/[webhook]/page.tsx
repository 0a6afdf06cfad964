/** One webhook: how it stands, what was sent to it and how that went, and everything its owner can do with it. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { DeliveryTable } from "#components/webhooks/delivery-table.tsx"
import { WebhookChip } from "#components/webhooks/state-chips.tsx"
import { isId } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { pageOfDeliveries, type WebhookView } from "#lib/webhooks/queries.ts"
import { DELIVERY_STATES, type DeliveryState } from "#lib/webhooks/webhook-state.ts"
import { ownWebhook } from "../own-webhook.ts"
import { Change, Remove, Renew } from "./settings.tsx"
import { FailedAgain, Standing } from "./standing.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Webhook") }
}

const SHOWN = 25

type Props = {
  params: Promise<{ webhook: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { webhook: id } = await params
  const actor = await requirePageActor(`/settings/webhooks/${id}`)
  const t = await words()
  const webhook = await ownWebhook(actor.userId, id)
  const { state: wanted, after } = await searchParams
  const state = DELIVERY_STATES.find((one) => one === wanted) ?? null
  const page = { webhookId: webhook.webhookId, state, after: isId("delivery", after) ? after : null, limit: SHOWN }
  const rows = await pageOfDeliveries(deps().db, page)
  return (
    <Page>
      <PageHeader
        eyebrow={<WebhookChip t={t} webhook={webhook} />}
        title={webhook.description || new URL(webhook.url).host}
        lead={<code className="font-mono text-16 wrap-anywhere">{webhook.url}</code>}
      />
      <div className="grid grid-cols-1 gap-12">
        <Standing t={t} webhook={webhook} />
        <Section
          title={t("What was sent")}
          description={t("The last 30 days. Press an event for its message, every attempt and every answer.")}
          actions={<StateLinks t={t} webhook={webhook} state={state} />}
        >
          {rows.length === 0 ? (
            <Nothing t={t} state={state} />
          ) : (
            <DeliveryTable t={t} webhookId={webhook.webhookId} deliveries={rows.slice(0, SHOWN)} />
          )}
          {rows.length > SHOWN && (
            <Link
              className="justify-self-start font-semibold underline underline-offset-4"
              href={`?${new URLSearchParams({ ...(state && { state }), after: rows[SHOWN - 1]!.deliveryId })}`}
            >
              {t("Older ones")}
            </Link>
          )}
          {rows.length > 0 && (
            <ExportLinks
              t={t}
              name="deliveries"
              what={t("All of these")}
              query={new URLSearchParams({ webhook: webhook.webhookId, ...(state && { state }) }).toString()}
            />
          )}
          {webhook.failed > 0 && <FailedAgain t={t} webhook={webhook} now={deps().clock.now()} />}
        </Section>
        <Change t={t} webhook={webhook} />
        <Renew t={t} webhook={webhook} />
        <Remove t={t} webhook={webhook} />
      </div>
    </Page>
  )
}

type OneState = { t: Translate; webhook: WebhookView; state: DeliveryState | null }

function StateLinks({ t, webhook, state }: OneState) {
  const places = [
    { to: null, label: t("All") },
    { to: "pending", label: t("Waiting") },
    { to: "failed", label: t("Given up") },
    { to: "delivered", label: t("Delivered") },
  ] as const
  return (
    <nav aria-label={t("Only those that are")} className="flex flex-wrap gap-1">
      {places.map(({ to, label }) => (
        <Link
          key={label}
          href={`/settings/webhooks/${webhook.webhookId}${to ? `?state=${to}` : ""}`}
          aria-current={to === state ? "true" : undefined}
          className="inline-flex min-h-9 items-center rounded-input px-3 text-14 font-semibold text-muted hover:text-ink aria-[current]:bg-sunken aria-[current]:text-ink"
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

function Nothing({ t, state }: { t: Translate; state: DeliveryState | null }) {
  if (state === "failed")
    return <EmptyState title={t("Nothing was given up")}>{t("Everything has arrived, or is still tried.")}</EmptyState>
  if (state)
    return <EmptyState title={t("None at present")}>{t("Choose All to see everything that was sent.")}</EmptyState>
  return (
    <EmptyState title={t("Nothing was sent yet")}>
      {t("Send a test message: it goes the same way as every real one, and stands here a second later.")}
    </EmptyState>
  )
}

/** One delivery: what was sent, every attempt with its answer, and a button that sends it again. */
import type { Metadata } from "next"
import Link from "next/link"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Card, Section } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { attemptAdvice, attemptWord } from "#components/webhooks/attempt-words.ts"
import { DeliveryChip } from "#components/webhooks/state-chips.tsx"
import { formatCount, formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import type { ReadDelivery } from "#lib/webhooks/read-delivery.ts"
import type { Attempt } from "#lib/webhooks/webhook-state.ts"
import { sendAgain } from "../../actions.ts"
import { ownDelivery } from "../../own-webhook.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("A message that was sent") }
}

type Props = { params: Promise<{ webhook: string; delivery: string }> }

export default async function DeliveryPage({ params }: Props) {
  const { webhook: webhookId, delivery: deliveryId } = await params
  const actor = await requirePageActor(`/settings/webhooks/${webhookId}/${deliveryId}`)
  const t = await words()
  const read = await ownDelivery(actor.userId, webhookId, deliveryId)
  const { webhook, delivery, request } = read
  return (
    <Page>
      <PageHeader
        eyebrow={<DeliveryChip t={t} state={delivery.state} />}
        title={<code className="font-mono text-28 wrap-anywhere md:text-36">{delivery.type}</code>}
        lead={
          <>
            <DateTime at={delivery.createdAt} mode="datetime" />
            {" · "}
            <Link href={`/settings/webhooks/${webhook.webhookId}`} className="underline underline-offset-4">
              {webhook.description || new URL(webhook.url).host}
            </Link>
          </>
        }
        actions={webhook.state === "active" && <Again t={t} read={read} />}
      />
      <div className="grid max-w-read grid-cols-1 gap-12">
        <Section
          title={t("Attempts")}
          {...(delivery.dueAt && {
            description: t("The next one is due {time}.", { time: formatDate(delivery.dueAt, t.locale, "minute") }),
          })}
        >
          {delivery.attempts.length === 0 ? (
            <EmptyState title={t("None yet")}>
              {t("The first one is made within seconds while the webhook is active.")}
            </EmptyState>
          ) : (
            <ol className="grid gap-3">
              {delivery.attempts.toReversed().map((attempt) => (
                <OneAttempt key={attempt.at} t={t} attempt={attempt} host={new URL(webhook.url).host} />
              ))}
            </ol>
          )}
        </Section>
        {request && (
          <Section
            title={t("What was sent")}
            description={t("As in the last attempt, signed with the secrets that are valid now.")}
          >
            <Block
              label={t("Headers")}
              text={Object.entries(request.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join("\n")}
            />
            <Block label={t("Body")} text={JSON.stringify(JSON.parse(request.body), null, 2)} />
          </Section>
        )}
      </div>
    </Page>
  )
}

function Again({ t, read: { webhook, delivery } }: { t: Translate; read: ReadDelivery }) {
  return (
    <ActionForm action={sendAgain} aria-label={t("Send it again")} saysByToast>
      <input type="hidden" name="webhookId" value={webhook.webhookId} />
      <input type="hidden" name="deliveryId" value={delivery.deliveryId} />
      <FormError />
      <SubmitButton>{delivery.state === "pending" ? t("Send it now") : t("Send it again")}</SubmitButton>
    </ActionForm>
  )
}

function OneAttempt({ t, attempt, host }: { t: Translate; attempt: Attempt; host: string }) {
  const advice = attemptAdvice(t, attempt, host)
  return (
    <Card as="li" className="grid min-w-0 gap-2">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <strong className="font-mono">{attemptWord(t, attempt)}</strong>
        <span className="text-14 text-muted">
          <DateTime at={attempt.at} mode="datetime" />
          {" · "}
          {t("{count} ms", { count: formatCount(attempt.tookMs, t.locale) })}
        </span>
      </p>
      {advice && <p>{advice}</p>}
      {attempt.answer && <Block label={t("What it answered")} text={attempt.answer} />}
    </Card>
  )
}

/** A stranger's words, or ours to a program: as they are. */
function Block({ label, text }: { label: string; text: string }) {
  return (
    <figure className="grid min-w-0 gap-1.5">
      <figcaption className="text-14 font-semibold">{label}</figcaption>
      <pre
        dir="ltr"
        className="max-h-120 overflow-auto rounded-input bg-sunken px-4 py-3 font-mono text-14 break-all whitespace-pre-wrap"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {text}
      </pre>
    </figure>
  )
}

/** Webhooks for developers: what a message looks like, how to check it, when it is tried again, and one example of each event. */
import type { Metadata } from "next"
import { words } from "#app/_server/words.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { exampleOf } from "#components/webhooks/event-examples.ts"
import { VerifySnippet } from "#components/webhooks/verify-snippet.tsx"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "#lib/kernel/period.ts"
import { PROGRAM_EVENTS, type ProgramEvent } from "#lib/notices/program-event-state.ts"
import { RETRY_PAUSES_MS } from "#lib/webhooks/retry.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Webhooks for developers") }
}

export default async function DeveloperWebhooksPage() {
  const t = await words()
  return (
    <Page>
      <PageHeader
        eyebrow={t("Standard Webhooks, version 1")}
        title={t("Webhooks")}
        lead={t("A POST with JSON to your address for each event you chose, signed, within seconds.")}
        actions={
          <ButtonLink href="/settings/webhooks" variant="primary">
            {t("Add a webhook")}
          </ButtonLink>
        }
      />
      <div className="grid max-w-read grid-cols-1 gap-12">
        <Section title={t("Headers")}>
          <Headers t={t} />
        </Section>
        <Section title={t("Is it from us?")}>
          <VerifySnippet t={t} />
        </Section>
        <Section title={t("When it is tried again")}>
          <Retries t={t} />
        </Section>
        <Section
          title={t("Events")}
          description={t(
            "What stands in data is the same as the REST API answers for the thing. Amounts are decimal strings.",
          )}
        >
          {(Object.keys(PROGRAM_EVENTS) as ProgramEvent[]).map((event) => (
            <EventExample key={event} t={t} event={event} />
          ))}
        </Section>
      </div>
    </Page>
  )
}

function Headers({ t }: { t: Translate }) {
  const rows = [
    {
      name: "webhook-id",
      words: t("The message's id, the same at every attempt and replay: do your work once for each."),
    },
    { name: "webhook-timestamp", words: t("When this attempt was made, in seconds since 1970, by the real clock.") },
    {
      name: "webhook-signature",
      words: t(
        "v1, and an HMAC-SHA256 in base64; two of them, parted by a space, for a day after the secret was changed.",
      ),
    },
    { name: "content-type", words: "application/json" },
  ]
  return (
    <dl className="grid gap-4">
      {rows.map(({ name, words: what }) => (
        <div key={name} className="grid gap-1">
          <dt>
            <code className="font-mono font-semibold">{name}</code>
          </dt>
          <dd className="text-muted">{what}</dd>
        </div>
      ))}
    </dl>
  )
}

function pauseWords(t: Translate, ms: number): string {
  const figure = (unitMs: number) => ({ count: formatCount(ms / unitMs, t.locale) })
  if (ms < MINUTE_MS) return t("{count} s", figure(SECOND_MS))
  return ms < HOUR_MS ? t("{count} min", figure(MINUTE_MS)) : t("{count} h", figure(HOUR_MS))
}

function Retries({ t }: { t: Translate }) {
  const rows = [0, ...RETRY_PAUSES_MS].map((ms, i) => ({ attempt: i + 1, ms }))
  return (
    <>
      <p>
        {t(
          "Any 2xx within ten seconds is an arrival. Anything else is tried again after the pauses below, each up to a tenth longer, or later if Retry-After asks for it; redirects are not followed. 410 disables the webhook at once, five days without an arrival do as well, and you hear of both by mail.",
        )}
      </p>
      <DataTable
        caption={t("Attempts and the pauses before them")}
        rows={rows}
        rowKey={(row) => String(row.attempt)}
        columns={[
          { key: "attempt", header: t("Attempt"), rowHeader: true, cell: (row) => formatCount(row.attempt, t.locale) },
          {
            key: "pause",
            header: t("After"),
            align: "end",
            cell: (row) => (row.ms === 0 ? t("at once") : pauseWords(t, row.ms)),
          },
        ]}
      />
    </>
  )
}

function EventExample({ t, event }: { t: Translate; event: ProgramEvent }) {
  return (
    <details id={event} className="rounded-card border border-line bg-surface">
      <summary className="grid min-h-11 cursor-pointer gap-0.5 px-4 py-3">
        <code className="font-mono font-semibold">{event}</code>
        <span className="text-14 text-muted">{t.known(PROGRAM_EVENTS[event])}</span>
      </summary>
      <pre
        dir="ltr"
        className="overflow-x-auto border-t border-line px-4 py-3 font-mono text-14"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {exampleOf(event)}
      </pre>
    </details>
  )
}

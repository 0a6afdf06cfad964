/** The operator's first page: find anything by what one has in hand, what waits, and in the sample world the time machine. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Button } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { cx } from "#components/ui/cx.ts"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { countWaiting } from "#lib/operate/desk-queries.ts"
import { listWaitingErasures } from "#lib/operate/erasure-preview.ts"
import { type Hit, QUERY_LIMIT_CHARS, searchEverything } from "#lib/operate/search.ts"
import { moveTime } from "./actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Operate") }
}

type Props = { searchParams: Promise<{ q?: string | string[] }> }

export default async function OperatePage({ searchParams }: Props) {
  await requirePageActor("/operate", "operator")
  const t = await words()
  const { db, clock, config } = deps()
  const { q } = await searchParams
  const query = (Array.isArray(q) ? q[0] : q)?.slice(0, QUERY_LIMIT_CHARS) ?? ""
  const [hits, waiting, erasures] = [
    await searchEverything(db, query),
    await countWaiting(db),
    await listWaitingErasures(db),
  ]
  return (
    <Page>
      <PageHeader
        title={t("Operate")}
        lead={
          <>
            {t("Platform time:")} <DateTime at={clock.now()} mode="datetime" />
          </>
        }
      />
      <div className="grid gap-12">
        <Search t={t} query={query} hits={hits} />
        <Waiting t={t} waiting={waiting} />
        {erasures.length > 0 && (
          <Section title={t("Accounts about to be erased")}>
            <ul className="grid gap-2">
              {erasures.map((e) => (
                <li key={e.id} className="flex flex-wrap items-baseline gap-x-4">
                  <Link href={`/operate/people/${e.userId}`} className="link font-mono text-14">
                    {e.userId}
                  </Link>
                  <DateTime at={e.dueAt} mode="datetime" />
                  {e.waitsFor && <span className="text-muted">{t.known(e.waitsFor)}</span>}
                </li>
              ))}
            </ul>
          </Section>
        )}
        {config.mode === "sample" && <TimeMachine t={t} />}
      </div>
    </Page>
  )
}

function Search({ t, query, hits }: { t: Translate; query: string; hits: readonly Hit[] }) {
  return (
    <search className="grid grid-cols-1 gap-5">
      <form action="/operate" className="grid grid-cols-1 gap-1.5">
        <label htmlFor="find" className="text-14 font-semibold">
          {t("Find a person, title, order, page, link or node")}
        </label>
        <p id="find-hint" className="text-14 text-muted">
          {t("By any id, e-mail, slug, code, or PayPal's number.")}
        </p>
        <div className="flex gap-2">
          <input
            id="find"
            type="search"
            name="q"
            defaultValue={query}
            maxLength={QUERY_LIMIT_CHARS}
            aria-describedby="find-hint"
            autoComplete="off"
            className="h-11 min-w-0 grow rounded-input border border-edge bg-surface px-3"
          />
          <Button type="submit" variant="primary">
            {t("Find")}
          </Button>
        </div>
      </form>
      {query !== "" && <Hits t={t} hits={hits} />}
    </search>
  )
}

function Hits({ t, hits }: { t: Translate; hits: readonly Hit[] }) {
  if (hits.length === 0)
    return (
      <EmptyState title={t("Nothing is called that.")}>
        {t("Ids and codes match whole, names and addresses also in part, from two letters on.")}
      </EmptyState>
    )
  const kinds: Record<Hit["kind"], string> = {
    person: t("person"),
    title: t("title"),
    order: t("order"),
    site: t("page"),
    link: t("link"),
    code: t("creator code"),
    node: t("node"),
    payout: t("payout"),
    session: t("download"),
  }
  return (
    <ul aria-label={t("Found")} className="divide-y divide-line rounded-card border border-line bg-surface">
      {hits.map((hit) => (
        <li key={`${hit.kind} ${hit.id}`}>
          <Link href={hit.href} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken">
            <Chip>{kinds[hit.kind]}</Chip>
            <span className="font-semibold break-all">{hit.label}</span>
            <span className="text-14 break-all text-muted">{hit.detail}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Waiting({ t, waiting }: { t: Translate; waiting: Awaited<ReturnType<typeof countWaiting>> }) {
  const places = [
    { href: "/operate/review", label: t("Titles to review"), n: waiting.review },
    { href: "/operate/flags", label: t("Open flags"), n: waiting.flags },
    { href: "/operate/health", label: t("Stuck work"), n: waiting.health },
  ]
  return (
    <Section title={t("What waits")}>
      <ul className="grid grid-cols-3 gap-px overflow-hidden rounded-card border border-line bg-line">
        {places.map((p) => (
          <li key={p.href} className="bg-surface">
            <Link href={p.href} className="grid h-full content-start p-4 hover:bg-sunken sm:p-5">
              <span className={cx("figures font-display text-28 sm:text-36", p.n === 0 && "text-muted")}>
                {formatCount(p.n, t.locale)}
              </span>
              <span className="text-14 text-muted">{p.label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function TimeMachine({ t }: { t: Translate }) {
  return (
    <Card as="section" className="grid gap-4" id="time-machine">
      <h2 className="text-22">{t("Time machine")}</h2>
      <p className="max-w-read text-muted">
        {t(
          "Only in the sample world: moves every clock, nodes and stand-ins too, so that holds mature and Mondays come.",
        )}
      </p>
      <ActionForm action={moveTime} aria-label={t("Move the clock")} values={{ days: "7" }}>
        <FormError />
        <Field name="days" label={t("Days forward")}>
          <TextInput inputMode="numeric" className="max-w-40" />
        </Field>
        <SubmitButton variant="secondary" pendingLabel={t("Moving…")} className="justify-self-start">
          {t("Move the clock")}
        </SubmitButton>
      </ActionForm>
    </Card>
  )
}

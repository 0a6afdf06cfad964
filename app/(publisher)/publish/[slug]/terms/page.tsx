import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { TermRow } from "#components/publish/term-row.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Stat } from "#components/ui/stat.tsx"
import type { TitleView } from "#lib/catalog/queries.ts"
import { MAX_REFERRAL_BPS, termAt } from "#lib/catalog/term.ts"
import { listTerms } from "#lib/catalog/term-queries.ts"
import { ratesAt } from "#lib/checkout/rates-at.ts"
import { formatShare } from "#lib/kernel/format.ts"
import { bpsOf, centsToMicros } from "#lib/kernel/money.ts"
import { addDays } from "#lib/kernel/period.ts"
import { announceTerm, takeTermBack } from "../../desk-actions.ts"
import { ownTitle, type TitleParams } from "../own-title.ts"
import { TitleFrame } from "../title-frame.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Fans' share") }
}

/** What fans get of a sale now, what was announced, and a larger share for a span. */
export default async function TermsPage(props: TitleParams) {
  const title = await ownTitle(props)
  const t = await words()
  const now = deps().clock.now()
  const terms = await listTerms(deps().db, title.id)
  return (
    <TitleFrame title={title} place="terms">
      <div className="grid max-w-220 gap-14">
        <Today title={title} term={termAt(terms, now)} />
        <Section
          title={t("A larger share for a span")}
          description={t(
            "It comes out of your own share and counts for orders placed in these days. Once it has begun it holds until its last day: fans work for it.",
          )}
        >
          <Card>
            <Announce slug={title.slug} now={now} />
          </Card>
        </Section>
        <Section title={t("Announced and past")}>
          {terms.length === 0 ? (
            <EmptyState title={t("No span yet")}>
              {t("A launch week or a holiday: fans see the larger share on the title's page and beside their links.")}
            </EmptyState>
          ) : (
            <ul className="grid gap-3">
              {terms.toReversed().map((term) => (
                <TermRow key={term.id} t={t} term={term} slug={title.slug} now={now} takeBack={takeTermBack} />
              ))}
            </ul>
          )}
        </Section>
      </div>
    </TitleFrame>
  )
}

async function Today({ title, term }: { title: TitleView; term: ReturnType<typeof termAt> }) {
  const t = await words()
  const rates = ratesAt(deps().config.rates, term)
  const price = centsToMicros(title.priceCents)
  const share = (bps: number) => formatShare(bps / 10_000, t.locale)
  return (
    <Card as="section" className="grid gap-8 sm:grid-cols-3">
      <h2 className="sr-only">{t("What each gets of one sale today")}</h2>
      <Stat
        tone="referral"
        label={t("Who brings the buyer")}
        value={<Money micros={bpsOf(price, rates.referralBps)} />}
        story={t("{share} of the price", { share: share(rates.referralBps) })}
      />
      <Stat
        tone="carriage"
        label={t("Who carries the bits")}
        value={<Money micros={bpsOf(price, rates.carriageBps)} />}
        story={t("{share} of the price, at every time", { share: share(rates.carriageBps) })}
      />
      <Stat
        label={t("You")}
        value={<Money micros={bpsOf(price, rates.publisherBps)} />}
        story={t("{share} of the price, before PayPal's fee", { share: share(rates.publisherBps) })}
      />
    </Card>
  )
}

async function Announce({ slug, now }: { slug: string; now: Date }) {
  const t = await words()
  const { referralBps } = deps().config.rates
  const day = (at: Date) => at.toISOString().slice(0, 10)
  return (
    <ActionForm action={announceTerm} values={{ startsOn: day(addDays(now, 1)), endsOn: day(addDays(now, 14)) }}>
      <input type="hidden" name="title" value={slug} />
      <FormError />
      <div className="grid gap-5 sm:grid-cols-3">
        <Field
          name="referralPercent"
          label={t("Fans get, in percent")}
          hint={t("More than {least}, at most {most}.", {
            least: formatShare(referralBps / 10_000, t.locale),
            most: formatShare(MAX_REFERRAL_BPS / 10_000, t.locale),
          })}
          className="content-end"
        >
          <TextInput inputMode="decimal" autoComplete="off" className="figures" maxLength={5} />
        </Field>
        <Field name="startsOn" label={t("First day")} hint={t("From 00:00 UTC.")} className="content-end">
          <TextInput type="date" min={day(now)} />
        </Field>
        <Field name="endsOn" label={t("Last day")} hint={t("Until 24:00 UTC.")} className="content-end">
          <TextInput type="date" min={day(now)} />
        </Field>
      </div>
      <SubmitButton className="justify-self-start">{t("Announce it")}</SubmitButton>
    </ActionForm>
  )
}

/** The fan's desk: what is earned by both streams, what thirty days brought, why what is unpaid is unpaid, and what happens now. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { arrangeFirstSteps } from "#app/(account)/start/actions.ts"
import { CarriedDemos } from "#components/earnings/carried-demos.tsx"
import { LinesTable } from "#components/earnings/lines-table.tsx"
import { NextPayout } from "#components/earnings/next-payout.tsx"
import { PulseFigures } from "#components/earnings/pulse-figures.tsx"
import { StreamFigures } from "#components/earnings/stream-figures.tsx"
import { WhyNotPaid } from "#components/earnings/why-not-paid.tsx"
import { Checklist } from "#components/fans/checklist.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { LiveFeed } from "#components/live/live-feed.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { contingentCarriage } from "#lib/earnings/carried-demos.ts"
import { fanPulse } from "#lib/earnings/fan-pulse.ts"
import { onboardingOf } from "#lib/earnings/onboarding-queries.ts"
import { type PayoutOutlook, payoutOutlook } from "#lib/earnings/payout-queries.ts"
import { type Earnings, earningsOf } from "#lib/earnings/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { recentActivity } from "#lib/outbox/queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Your earnings") })

type Props = { searchParams: Promise<Params> }

export default async function DashboardPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard", "fan")
  const t = await words()
  const now = deps().clock.now()
  const [onboarding, earnings, pulse, outlook, contingent, recent, kept, params] = await Promise.all([
    onboardingOf(deps().db, actor.userId, now),
    earningsOf(deps(), actor.userId, t),
    fanPulse(deps().db, actor.userId, now),
    payoutOutlook(deps(), actor.userId, t),
    contingentCarriage(deps(), actor.userId),
    recentActivity(deps().db, actor.userId),
    keptViews(actor, "lines"),
    searchParams,
  ])
  // Whoever has earned comes for the money; whoever has not, for what leads to it.
  const hasEarned = earnings.lines.length > 0
  const firstSteps = <Checklist t={t} onboarding={onboarding} arrange={arrangeFirstSteps} />
  return (
    <Page>
      <PageHeader
        title={t("Your earnings")}
        lead={t("Referral and carriage on one statement. Everything unpaid says why and until when.")}
        actions={<ButtonLink href="/api/v1/statement">{t("Download the signed statement")}</ButtonLink>}
      />
      <div className="grid gap-12 md:gap-16">
        {!hasEarned && firstSteps}
        <Streams t={t} totals={earnings.totals} outlook={outlook} />
        {hasEarned && firstSteps}
        <Section
          title={t("The last thirty days")}
          actions={
            <Link href="/dashboard/figures" className="link inline-flex min-h-6 items-center text-14">
              {t("Look closer")}
            </Link>
          }
        >
          <PulseFigures t={t} pulse={pulse} />
        </Section>
        {earnings.unpaid.length > 0 && (
          <Section title={t("Why it is not paid yet")}>
            <WhyNotPaid t={t} unpaid={earnings.unpaid} />
          </Section>
        )}
        {contingent.length > 0 && (
          <Section
            title={t("Carried demos")}
            description={t("Not money yet: paid from the purchase if the same account buys in time.")}
            actions={<ExportLinks t={t} name="carried-demos" what={t("Carried demos")} />}
          >
            <CarriedDemos t={t} demos={contingent} now={now} />
          </Section>
        )}
        <Section
          title={t("Line by line")}
          description={t("Open a line to see every touch or every receipt behind it.")}
          actions={hasEarned && <ExportLinks t={t} name="commissions" what={t("All lines")} />}
        >
          <LinesTable t={t} lines={earnings.lines} params={params} kept={kept} />
        </Section>
        <Section title={t("Right now")}>
          <LiveFeed initial={recent.map((r) => ({ ...r, at: r.at.toISOString() }))} />
        </Section>
      </div>
    </Page>
  )
}

type StreamsProps = { t: Translate; totals: Earnings["totals"]; outlook: PayoutOutlook }

/** What both have earned, and when it comes. */
function Streams({ t, totals, outlook }: StreamsProps) {
  return (
    <div className="grid gap-6">
      <div className="grid gap-6 md:grid-cols-2">
        <StreamFigures t={t} kind="referral" totals={totals.referral} />
        <StreamFigures t={t} kind="carriage" totals={totals.carriage} />
      </div>
      <NextPayout t={t} outlook={outlook} />
    </div>
  )
}

/** The fan's desk: what is earned by both streams, why what is unpaid is unpaid, and what happens right now. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { arrangeFirstSteps } from "#app/(account)/start/actions.ts"
import { LinesTable } from "#components/earnings/lines-table.tsx"
import { StreamFigures } from "#components/earnings/stream-figures.tsx"
import { Checklist } from "#components/fans/checklist.tsx"
import { LiveFeed } from "#components/live/live-feed.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { onboardingOf } from "#lib/earnings/onboarding-queries.ts"
import { contingentCarriage, type Earnings, earningsOf } from "#lib/earnings/queries.ts"
import { formatBytes } from "#lib/kernel/format.ts"
import { recentActivity } from "#lib/outbox/queries.ts"

export const metadata: Metadata = { title: "Your earnings" }

export default async function DashboardPage() {
  const actor = await requirePageActor("/dashboard", "fan")
  const [t, onboarding, earnings, contingent, recent] = await Promise.all([
    words(),
    onboardingOf(deps().db, actor.userId, deps().clock.now()),
    earningsOf(deps(), actor.userId),
    contingentCarriage(deps(), actor.userId),
    recentActivity(deps().db, actor.userId),
  ])
  return (
    <Page>
      <PageHeader
        title="Your earnings"
        lead="Referral and carriage on one statement. Everything unpaid says why and until when."
        actions={<ButtonLink href="/api/v1/statement">Download the signed statement</ButtonLink>}
      />
      <div className="grid gap-16">
        <DeskLinks />
        <Checklist t={t} onboarding={onboarding} arrange={arrangeFirstSteps} />
        <div className="grid gap-6 md:grid-cols-2">
          <StreamFigures kind="referral" totals={earnings.totals.referral} />
          <StreamFigures kind="carriage" totals={earnings.totals.carriage} />
        </div>
        {earnings.unpaid.length > 0 && <WhyNotPaid unpaid={earnings.unpaid} />}
        {contingent.length > 0 && (
          <Section title="Carried demos" description="Paid from the purchase if the same account buys in time.">
            <ul className="grid gap-2">
              {contingent.map((c) => (
                <li key={`${c.titleName}-${c.until.toISOString()}`}>
                  {formatBytes(c.bytesCarried, "en")} of {c.titleName}, until <DateTime at={c.until} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title="Line by line" description="Open a line to see every touch or every receipt behind it.">
          <LinesTable lines={earnings.lines} />
        </Section>
        <Section title="Right now">
          <LiveFeed initial={recent.map((r) => ({ ...r, at: r.at.toISOString() }))} />
        </Section>
      </div>
    </Page>
  )
}

function DeskLinks() {
  const places = [
    ["/dashboard/sites", "Sites and pages"],
    ["/dashboard/links", "Links and buttons"],
    ["/dashboard/nodes", "Nodes and shelf"],
    ["/dashboard/payouts", "Payouts"],
  ] as const
  return (
    <nav aria-label="Your desk" className="flex flex-wrap gap-3">
      {places.map(([href, label]) => (
        <Link key={href} href={href} className="link">
          {label}
        </Link>
      ))}
    </nav>
  )
}

function WhyNotPaid({ unpaid }: { unpaid: Earnings["unpaid"] }) {
  return (
    <Section title="Why it is not paid yet">
      <ul className="grid gap-3" data-testid="why-not-paid">
        {unpaid.map((u) => (
          <li key={u.code} className="flex flex-wrap items-baseline gap-x-4">
            <Money micros={u.amountMicros} className="font-semibold" />
            <span>{u.reason}</span>
            {u.nextChangeAt && (
              <span className="text-muted">
                Next change: <DateTime at={u.nextChangeAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

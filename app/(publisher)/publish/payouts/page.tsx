import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { NextPayout } from "#components/earnings/next-payout.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { payoutWord } from "#components/live/activity-sentence.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip, MoneyChip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { Stat } from "#components/ui/stat.tsx"
import { listPayouts, type PayoutView, payoutOutlook } from "#lib/earnings/payout-queries.ts"
import {
  type PendingSale,
  type PublisherStanding,
  pendingSales,
  publisherStanding,
} from "#lib/earnings/publisher-payouts.ts"
import { formatPrice, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"
import { PUBLISHER_RESERVE_BPS, PUBLISHER_RESERVE_DAYS } from "#lib/payouts/matured.ts"
import { ownPublisher } from "../own-publisher.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Payouts") }
}

/** A publisher's money: owed, held, paid; when and why. */
export default async function PublisherPayoutsPage() {
  const { actor, publisher } = await ownPublisher("/publish/payouts")
  const t = await words()
  const [standing, outlook, pending, payouts] = await Promise.all([
    publisherStanding(deps(), publisher.id),
    payoutOutlook(deps(), actor.userId, t),
    pendingSales(deps(), publisher.id),
    listPayouts(deps().db, actor.userId),
  ])
  return (
    <Page>
      <PageHeader
        eyebrow={publisher.name}
        title={t("Payouts")}
        lead={t("Paid through PayPal every Monday at 06:00 UTC, from {minimum}. What is below stays yours.", {
          minimum: formatPrice(deps().config.payoutMinimumCents, t.locale),
        })}
        actions={<ButtonLink href="/settings">{t("PayPal address")}</ButtonLink>}
      />
      <div className="grid gap-14">
        <Standing t={t} standing={standing} />
        <div className="grid gap-2">
          <NextPayout t={t} outlook={outlook} />
          <p className="text-14 text-muted">
            {t("One payout takes what you earned as publisher and as fan together.")}
          </p>
        </div>
        <Pending t={t} sales={pending} />
        <Sent t={t} payouts={payouts} />
      </div>
    </Page>
  )
}

function Standing({ t, standing }: { t: Translate; standing: PublisherStanding }) {
  const { holdDays } = deps().config
  const share = formatShare(PUBLISHER_RESERVE_BPS / 10_000, t.locale)
  return (
    <Card as="section" className="grid gap-8 sm:grid-cols-2 xl:grid-cols-4">
      <h2 className="sr-only">{t("Where your money stands")}</h2>
      <Stat
        label={<MoneyChip state="matured" tone="brass" />}
        value={<Money micros={standing.maturedMicros} />}
        story={t("Its hold is over.")}
      />
      <Stat
        label={<MoneyChip state="pending" />}
        value={<Money micros={standing.pendingMicros} />}
        story={t("Held {days} days after each sale, because refunds come in that time.", { days: holdDays })}
      />
      <Stat
        label={<MoneyChip state="held" />}
        value={<Money micros={standing.reserveMicros} />}
        story={t("{share} of the last {days} days is kept in reserve until they are over.", {
          share,
          days: PUBLISHER_RESERVE_DAYS,
        })}
      />
      <Stat
        label={<MoneyChip state="paid" tone="ok" />}
        value={<Money micros={standing.paidMicros} />}
        story={
          standing.inTransitMicros > 0n ? (
            <>
              <Money micros={standing.inTransitMicros} /> {t("on its way")}
            </>
          ) : (
            t("Sent through PayPal so far.")
          )
        }
      />
    </Card>
  )
}

const Pending = ({ t, sales }: { t: Translate; sales: PendingSale[] }) => (
  <Section
    title={t("Sales on hold")}
    description={t("Each matures on its day, the next one first.")}
    actions={sales.length > 0 && <ExportLinks t={t} name="publisher-pending" what={t("All sales on hold")} />}
  >
    <DataTable
      caption={t("Sales on hold")}
      rows={sales}
      rowKey={(sale) => sale.orderId}
      columns={[
        { key: "title", header: t("Title"), rowHeader: true, cell: (sale) => sale.titleName },
        {
          key: "at",
          header: t("Sold"),
          wide: true,
          cell: (sale) => <DateTime at={sale.at} className="whitespace-nowrap" />,
        },
        {
          key: "matures",
          header: t("Matures"),
          cell: (sale) => <DateTime at={sale.maturesAt} className="whitespace-nowrap" />,
        },
        { key: "amount", header: t("Your share"), align: "end", cell: (sale) => <Money micros={sale.amountMicros} /> },
      ]}
      empty={
        <EmptyState title={t("Nothing on hold")}>{t("A new sale stands here until its hold is over.")}</EmptyState>
      }
    />
  </Section>
)

const Sent = ({ t, payouts }: { t: Translate; payouts: PayoutView[] }) => (
  <Section
    title={t("Payouts so far")}
    actions={payouts.length > 0 && <ExportLinks t={t} name="payouts" what={t("All payouts")} />}
  >
    <DataTable
      caption={t("Your payouts, newest first")}
      rows={payouts}
      rowKey={(payout) => payout.id}
      columns={[
        {
          key: "at",
          header: t("Run"),
          rowHeader: true,
          cell: (payout) => <DateTime at={payout.at} className="whitespace-nowrap" />,
        },
        { key: "to", header: t("To"), wide: true, cell: (payout) => payout.receiver },
        {
          key: "state",
          header: t("State"),
          cell: (payout) => (
            <span className="flex flex-wrap items-center gap-3">
              <Chip tone={payout.state === "paid" ? "ok" : payout.reason ? "danger" : "neutral"}>
                {payoutWord(t, payout.state)}
              </Chip>
              {payout.reason && <span className="text-14 text-muted">{t.known(payout.reason)}</span>}
            </span>
          ),
        },
        {
          key: "amount",
          header: t("Amount"),
          align: "end",
          cell: (payout) => <Money cents={cents(payout.amountCents)} />,
        },
      ]}
      empty={
        <EmptyState title={t("No payout yet")}>
          {t("Say where you are paid in your settings; the next Monday run takes up whatever has matured.")}
        </EmptyState>
      }
    />
  </Section>
)

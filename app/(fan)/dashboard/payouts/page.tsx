/** Payouts: what the next run will do, what was sent, and in which state it is at PayPal. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { NextPayout } from "#components/earnings/next-payout.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { payoutWord } from "#components/live/activity-sentence.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { listPayouts, type PayoutView, payoutOutlook } from "#lib/earnings/payout-queries.ts"
import { formatPrice } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cents } from "#lib/kernel/money.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Payouts") })

type Props = { searchParams: Promise<Params> }

export default async function PayoutsPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard/payouts")
  const t = await words()
  const [payouts, outlook, params] = await Promise.all([
    listPayouts(deps().db, actor.userId),
    payoutOutlook(deps(), actor.userId, t),
    searchParams,
  ])
  const minimum = formatPrice(deps().config.payoutMinimumCents, t.locale)
  return (
    <Page>
      <PageHeader
        title={t("Payouts")}
        lead={t(
          "Paid through PayPal every Monday at 06:00 UTC, from {minimum}. What is below stays yours, for as long as it takes.",
          { minimum },
        )}
        actions={<ButtonLink href="/settings">{t("PayPal address")}</ButtonLink>}
      />
      <div className="grid gap-12">
        <NextPayout t={t} outlook={outlook} />
        <Section
          title={t("What was sent")}
          actions={payouts.length > 0 && <ExportLinks t={t} name="payouts" what={t("All payouts")} />}
        >
          <DeskTable
            t={t}
            caption={t("Your payouts, newest first")}
            rows={payouts}
            rowKey={(payout) => payout.id}
            columns={columnsOf(t)}
            path="/dashboard/payouts"
            params={params}
            empty={
              <EmptyState title={t("Your payouts will stand here.")}>
                {t("Say where you are paid in your settings; the next Monday run takes up whatever has matured.")}
              </EmptyState>
            }
          />
        </Section>
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<PayoutView>[] => [
  {
    key: "at",
    label: t("Run"),
    rowHeader: true,
    sort: (payout) => payout.at.getTime(),
    cell: (payout) => <DateTime at={payout.at} />,
  },
  { key: "to", label: t("To"), wide: true, search: (payout) => payout.receiver, cell: (payout) => payout.receiver },
  {
    key: "state",
    label: t("State"),
    facet: (payout) => ({ value: payout.state, label: payoutWord(t, payout.state) }),
    cell: (payout) => <PayoutState t={t} payout={payout} />,
  },
  {
    key: "amount",
    label: t("Amount"),
    align: "end",
    sort: (payout) => payout.amountCents,
    cell: (payout) => <Money cents={cents(payout.amountCents)} />,
  },
]

function PayoutState({ t, payout }: { t: Translate; payout: PayoutView }) {
  const tone = payout.state === "paid" ? "ok" : payout.reason ? "danger" : "neutral"
  return (
    <span className="flex flex-wrap items-center gap-3">
      <Chip tone={tone} fill={payout.state === "paid" ? "solid" : "tint"}>
        {payoutWord(t, payout.state)}
      </Chip>
      {payout.reason && <span className="text-14 text-muted">{t.known(payout.reason)}</span>}
    </span>
  )
}

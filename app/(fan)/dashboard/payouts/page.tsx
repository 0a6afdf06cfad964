/** Payouts: what was sent, in which state it is at PayPal, and what will be in the next run. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { ButtonLink } from "#components/ui/button.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listPayouts, type PayoutView } from "#lib/earnings/queries.ts"
import { cents, formatCents } from "#lib/kernel/money.ts"

export const metadata: Metadata = { title: "Payouts" }

export default async function PayoutsPage() {
  const actor = await requirePageActor("/dashboard/payouts")
  const payouts = await listPayouts(deps().db, actor.userId)
  const minimum = formatCents(deps().config.payoutMinimumCents)
  return (
    <Page>
      <PageHeader
        title="Payouts"
        lead={`Paid through PayPal every Monday at 06:00 UTC, from ${minimum}. What is below stays yours, for as long as it takes.`}
        actions={<ButtonLink href="/settings">PayPal address</ButtonLink>}
      />
      <DataTable
        caption="Your payouts, newest first"
        rows={payouts}
        rowKey={(p) => p.id}
        columns={[
          { key: "at", header: "Run", rowHeader: true, cell: (p) => <DateTime at={p.at} /> },
          { key: "to", header: "To", cell: (p) => p.receiver },
          { key: "state", header: "State", cell: (p) => <PayoutState payout={p} /> },
          { key: "amount", header: "Amount", align: "end", cell: (p) => <Money cents={cents(p.amountCents)} /> },
        ]}
        empty={
          <EmptyState title="Your payouts will stand here.">
            Say where you are paid in your settings; the next Monday run takes up whatever has matured.
          </EmptyState>
        }
      />
    </Page>
  )
}

function PayoutState({ payout }: { payout: PayoutView }) {
  const tone = payout.state === "paid" ? "ok" : payout.reason ? "danger" : "neutral"
  return (
    <span className="flex flex-wrap items-center gap-3">
      <Chip tone={tone}>{payout.state}</Chip>
      {payout.reason && <span className="text-14 text-muted">{payout.reason}</span>}
    </span>
  )
}

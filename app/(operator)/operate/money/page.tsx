/** Every account with its proof of zero, and the payout runs. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { trialBalance } from "#lib/ledger/queries.ts"
import { listPayoutRuns } from "#lib/operate/queries.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Money") }
}

export default async function MoneyPage() {
  await requirePageActor("/operate/money", "operator")
  const t = await words()
  const { db } = deps()
  const [balance, runs] = await Promise.all([trialBalance(db), listPayoutRuns(db)])
  return (
    <Page>
      <PageHeader title={t("Money")} lead={t("All accounts together must be zero.")} />
      <div className="grid gap-16">
        <Section title={t("Trial balance")} description={t("Positive: owed to or held for the account's owner.")}>
          <p className="text-22" data-testid="trial-balance">
            {t("Sum of all accounts:")} <Money micros={balance.sumMicros} />
          </p>
          <DataTable
            caption={t("Accounts")}
            rows={balance.accounts}
            rowKey={(a) => a.account}
            columns={[
              { key: "account", header: t("Account"), rowHeader: true, cell: (a) => <Mono>{a.account}</Mono> },
              { key: "balance", header: t("Balance"), align: "end", cell: (a) => <Money micros={a.balanceMicros} /> },
            ]}
            empty={
              <EmptyState title={t("No money has moved yet.")}>
                {t("The first captured purchase fills this.")}
              </EmptyState>
            }
          />
        </Section>
        <Section title={t("Payout runs")}>
          <DataTable
            caption={t("Payout runs, newest first")}
            rows={runs}
            rowKey={(r) => r.id}
            columns={[
              { key: "period", header: t("Monday"), rowHeader: true, cell: (r) => r.period },
              {
                key: "state",
                header: t("State"),
                cell: (r) => (
                  <Chip tone={r.state === "unknown" || r.state === "refused" ? "danger" : "neutral"}>{r.state}</Chip>
                ),
              },
              { key: "batch", header: t("PayPal batch"), cell: (r) => <Mono>{r.paypalBatchId ?? ""}</Mono> },
              { key: "error", header: t("Last trouble"), cell: (r) => r.lastError ?? "" },
            ]}
            empty={<EmptyState title={t("No run yet.")}>{t("One is opened every Monday at 06:00 UTC.")}</EmptyState>}
          />
        </Section>
      </div>
    </Page>
  )
}

const Mono = ({ children }: { children: string }) => <span className="font-mono text-12">{children}</span>

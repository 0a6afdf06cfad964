/** Every account with its proof of zero, and the payout runs. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { ledgerKind, ledgerKindName, runStateName, toneOfState } from "#components/operate/state-words.ts"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { trialBalance } from "#lib/ledger/queries.ts"
import { listPayoutRuns } from "#lib/operate/queries.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Money") }
}

export default async function MoneyPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/money", "operator")
  const t = await words()
  const { db } = deps()
  const [balance, runs, kept, params] = await Promise.all([
    trialBalance(db),
    listPayoutRuns(db),
    keptViews(actor, "operate.accounts"),
    searchParams,
  ])
  // What is settled stands at zero for good: it proves the sum, and nobody looks for it first.
  const accounts = balance.accounts.toSorted((a, b) => Number(a.balanceMicros === 0n) - Number(b.balanceMicros === 0n))
  return (
    <Page>
      <PageHeader title={t("Money")} lead={t("All accounts together must be zero.")} />
      <div className="grid gap-16">
        <Section
          title={t("Trial balance")}
          description={t("Positive: owed to or held for the account's owner.")}
          actions={accounts.length > 0 && <ExportLinks t={t} name="operator-balances" what={t("All accounts")} />}
        >
          <p className="text-22" data-testid="trial-balance">
            {t("Sum of all accounts:")} <Money micros={balance.sumMicros} />
          </p>
          <DeskTable
            t={t}
            caption={t("Accounts")}
            path="/operate/money"
            prefix="accounts."
            params={params}
            kept={kept}
            rows={accounts}
            rowKey={(a) => a.account}
            columns={accountColumns(t)}
            empty={
              <EmptyState title={t("No money has moved yet.")}>
                {t("The first captured purchase fills this.")}
              </EmptyState>
            }
          />
        </Section>
        <Section
          title={t("Payout runs")}
          actions={runs.length > 0 && <ExportLinks t={t} name="operator-runs" what={t("All runs")} />}
        >
          <DataTable
            caption={t("Payout runs, newest first")}
            rows={runs}
            rowKey={(r) => r.id}
            columns={[
              {
                key: "period",
                header: t("Monday"),
                rowHeader: true,
                cell: (r) => <span className="whitespace-nowrap">{periodName(t, r.period)}</span>,
              },
              {
                key: "state",
                header: t("State"),
                cell: (r) => <Chip tone={toneOfState(r.state)}>{runStateName(t, r.state)}</Chip>,
              },
              { key: "batch", header: t("PayPal batch"), cell: (r) => <Mono>{r.paypalBatchId ?? ""}</Mono> },
              { key: "error", header: t("Last trouble"), cell: (r) => t.known(r.lastError ?? "") },
            ]}
            empty={<EmptyState title={t("No run yet.")}>{t("One is opened every Monday at 06:00 UTC.")}</EmptyState>}
          />
        </Section>
      </div>
    </Page>
  )
}

/** A run's period is its Monday, and from the second part of one on a number. */
function periodName(t: Translate, period: string): string {
  const [, day, rest = ""] = /^(\d{4}-\d{2}-\d{2})(.*)$/.exec(period) ?? []
  return day ? formatDate(new Date(`${day}T06:00:00Z`), t.locale) + rest.replace("-", " · ") : period
}

type AccountRow = Awaited<ReturnType<typeof trialBalance>>["accounts"][number]

const accountColumns = (t: Translate): DeskColumn<AccountRow>[] => [
  {
    key: "account",
    label: t("Account"),
    rowHeader: true,
    sort: (a) => a.account,
    search: (a) => `${a.account} ${ledgerKindName(t, ledgerKind(a.account))}`,
    cell: (a) => {
      const owner = /usr_\w+|ord_\w+/.exec(a.account)?.[0]
      const name = <Mono>{a.account}</Mono>
      if (!owner) return name
      const href = `/operate/${owner.startsWith("usr_") ? "people" : "orders"}/${owner}`
      return (
        <Link href={href} className="inline-flex min-h-6 items-center">
          {name}
        </Link>
      )
    },
  },
  {
    key: "for",
    label: t("For"),
    wide: true,
    facet: (a) => ({ value: ledgerKind(a.account), label: ledgerKindName(t, ledgerKind(a.account)) }),
    cell: (a) => ledgerKindName(t, ledgerKind(a.account)),
  },
  {
    key: "balance",
    label: t("Balance"),
    align: "end",
    sort: (a) => a.balanceMicros,
    cell: (a) => <Money micros={a.balanceMicros} />,
  },
]

const Mono = ({ children }: { children: string }) => <span className="font-mono text-12 break-all">{children}</span>

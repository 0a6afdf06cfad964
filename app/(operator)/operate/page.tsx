/** The operator's desk: every account with its proof of zero, payout runs, flags and stuck work; in the sample world the time machine. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { Card, Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Field, TextInput } from "#components/ui/field.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { trialBalance } from "#lib/ledger/queries.ts"
import { listOpenFlags, listPayoutRuns, listStuckWork } from "#lib/operate/queries.ts"
import { moveTime, releaseFlag } from "./actions.ts"

export const metadata: Metadata = { title: "Operate" }

export default async function OperatePage() {
  await requirePageActor("/operate", "operator")
  const { db, clock, config } = deps()
  const [balance, runs, flags, stuck] = await Promise.all([
    trialBalance(db),
    listPayoutRuns(db),
    listOpenFlags(db),
    listStuckWork(db),
  ])
  return (
    <Page>
      <PageHeader
        title="Operate"
        lead={
          <>
            Platform time: <DateTime at={clock.now()} mode="datetime" />
          </>
        }
      />
      <div className="grid gap-16">
        {config.mode === "sample" && <TimeMachine />}
        <Section
          title="Trial balance"
          description="Positive: owed to or held for the account's owner. All accounts together must be zero."
        >
          <p className="text-22" data-testid="trial-balance">
            Sum of all accounts: <Money micros={balance.sumMicros} />
          </p>
          <DataTable
            caption="Accounts"
            rows={balance.accounts}
            rowKey={(a) => a.account}
            columns={[
              {
                key: "account",
                header: "Account",
                rowHeader: true,
                cell: (a) => <span className="font-mono text-12">{a.account}</span>,
              },
              { key: "balance", header: "Balance", align: "end", cell: (a) => <Money micros={a.balanceMicros} /> },
            ]}
            empty={<EmptyState title="No money has moved yet.">The first captured purchase fills this.</EmptyState>}
          />
        </Section>
        <Section title="Payout runs">
          <DataTable
            caption="Payout runs, newest first"
            rows={runs}
            rowKey={(r) => r.id}
            columns={[
              { key: "period", header: "Monday", rowHeader: true, cell: (r) => r.period },
              {
                key: "state",
                header: "State",
                cell: (r) => (
                  <Chip tone={r.state === "unknown" || r.state === "refused" ? "danger" : "neutral"}>{r.state}</Chip>
                ),
              },
              {
                key: "batch",
                header: "PayPal batch",
                cell: (r) => <span className="font-mono text-12">{r.paypalBatchId ?? ""}</span>,
              },
              { key: "error", header: "Last trouble", cell: (r) => r.lastError ?? "" },
            ]}
            empty={<EmptyState title="No run yet.">One is opened every Monday at 06:00 UTC.</EmptyState>}
          />
        </Section>
        <Section title="Flags" description="A flag delays pay and waits for a person; it never takes money.">
          <DataTable
            caption="Open flags"
            rows={flags}
            rowKey={(f) => f.id}
            columns={[
              { key: "kind", header: "Flag", rowHeader: true, cell: (f) => f.kind },
              { key: "subject", header: "About", cell: (f) => <span className="font-mono text-12">{f.subject}</span> },
              { key: "reason", header: "Reason", cell: (f) => f.reason },
              { key: "at", header: "Since", cell: (f) => <DateTime at={f.openedAt} mode="datetime" /> },
              { key: "close", header: "Looked at", cell: (f) => <CloseFlag flagId={f.id} /> },
            ]}
            empty={
              <EmptyState title="Nothing is flagged.">
                Over-claims, conflicts with the origin and unknown payout states show up here.
              </EmptyState>
            }
          />
        </Section>
        <Section title="Work that waits for another try">
          <DataTable
            caption="Stuck work"
            rows={stuck}
            rowKey={(w) => w.key}
            columns={[
              {
                key: "key",
                header: "Work",
                rowHeader: true,
                cell: (w) => <span className="font-mono text-12">{w.key}</span>,
              },
              { key: "attempts", header: "Tries", align: "end", cell: (w) => w.attempts },
              { key: "error", header: "Last error", cell: (w) => w.lastError },
              { key: "due", header: "Next try", cell: (w) => <DateTime at={w.dueAt} mode="datetime" /> },
            ]}
            empty={
              <EmptyState title="Nothing is stuck.">
                Captures, settlements and payouts that fail are tried again and listed here meanwhile.
              </EmptyState>
            }
          />
        </Section>
      </div>
    </Page>
  )
}

function TimeMachine() {
  return (
    <Card as="section" className="grid gap-4" id="time-machine">
      <h2 className="text-22">Time machine</h2>
      <p className="max-w-read text-muted">
        Only in the sample world: moves every clock, nodes and stand-ins too, so that holds mature and Mondays come.
      </p>
      <ActionForm action={moveTime} aria-label="Move the clock" values={{ days: "7" }}>
        <FormError />
        <Field name="days" label="Days forward">
          <TextInput inputMode="numeric" />
        </Field>
        <SubmitButton pendingLabel="Moving…">Move the clock</SubmitButton>
      </ActionForm>
    </Card>
  )
}

function CloseFlag({ flagId }: { flagId: string }) {
  return (
    <ActionForm action={releaseFlag} aria-label="Close the flag">
      <input type="hidden" name="flagId" value={flagId} />
      <FormError />
      <SubmitButton variant="secondary" size="small">
        Close and release
      </SubmitButton>
    </ActionForm>
  )
}

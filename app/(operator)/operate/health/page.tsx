/** Work that failed and is tried again, and mails that no server has taken. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { Section } from "#components/ui/card.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { formatCount } from "#lib/kernel/format.ts"

import { countDueWork, listStuckWork, listUndelivered } from "#lib/operate/queries.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Health") }
}

export default async function HealthPage() {
  await requirePageActor("/operate/health", "operator")
  const t = await words()
  const { db, clock } = deps()
  const [stuck, unsent, due] = [await listStuckWork(db), await listUndelivered(db), await countDueWork(db, clock.now())]
  return (
    <Page>
      <PageHeader
        title={t("Health")}
        lead={
          due === 0
            ? t("Nothing is due at this moment: all work is done.")
            : t.n("One piece of work is due at this moment.", "{count} pieces of work are due at this moment.", due)
        }
      />
      <div className="grid gap-16">
        <Section
          title={t("Work that waits for another try")}
          actions={stuck.length > 0 && <ExportLinks t={t} name="operator-work" what={t("All of it")} />}
        >
          <DataTable
            caption={t("Stuck work")}
            rows={stuck}
            rowKey={(w) => w.key}
            columns={[
              {
                key: "key",
                header: t("Work"),
                rowHeader: true,
                cell: (w) => <span className="font-mono text-12">{w.key}</span>,
              },
              { key: "attempts", header: t("Tries"), align: "end", cell: (w) => formatCount(w.attempts, t.locale) },
              { key: "error", header: t("Last error"), cell: (w) => w.lastError },
              { key: "due", header: t("Next try"), cell: (w) => <DateTime at={w.dueAt} mode="datetime" /> },
            ]}
            empty={
              <EmptyState title={t("Nothing is stuck.")}>
                {t("Captures, settlements and payouts that fail are tried again and listed here meanwhile.")}
              </EmptyState>
            }
          />
        </Section>
        <Section
          title={t("Mails that did not go out")}
          actions={unsent.length > 0 && <ExportLinks t={t} name="operator-mails" what={t("All mails")} />}
        >
          <DataTable
            caption={t("Mails that did not go out")}
            rows={unsent}
            rowKey={(mail) => mail.id}
            columns={[
              { key: "to", header: t("To"), rowHeader: true, cell: (mail) => mail.to },
              { key: "kind", header: t("About"), cell: (mail) => mail.kind },
              { key: "tries", header: t("Tries"), align: "end", cell: (mail) => formatCount(mail.attempts, t.locale) },
              { key: "error", header: t("Last error"), cell: (mail) => mail.lastError },
              { key: "at", header: t("Written"), cell: (mail) => <DateTime at={mail.at} mode="datetime" /> },
            ]}
            empty={
              <EmptyState title={t("Every mail went out.")}>
                {t("A mail is tried nine times over two days before it is given up.")}
              </EmptyState>
            }
          />
        </Section>
      </div>
    </Page>
  )
}

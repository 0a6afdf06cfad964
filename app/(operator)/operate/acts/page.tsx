/** The record: everything operators did, searchable; nothing here can be changed or removed. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { actName } from "#components/operate/act-words.ts"
import { DateTime } from "#components/ui/date-time.tsx"
import { DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listActs } from "#lib/operate/act-queries.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Record") }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ActsPage({ searchParams }: Props) {
  const actor = await requirePageActor("/operate/acts", "operator")
  const t = await words()
  const [acts, kept] = await Promise.all([listActs(deps().db), keptViews(actor, "operate.acts")])
  return (
    <Page>
      <PageHeader title={t("Record")} lead={t("Everything operators did, and why. Nothing here can be changed.")} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("Acts of operators, newest first")}
          path="/operate/acts"
          kept={kept}
          params={await searchParams}
          rows={acts}
          rowKey={(act) => act.id}
          columns={[
            {
              key: "act",
              label: t("Act"),
              rowHeader: true,
              cell: (act) => actName(t, act.act),
              facet: (act) => ({ value: act.act, label: actName(t, act.act) }),
            },
            {
              key: "on",
              label: t("On"),
              search: (act) => `${act.subjectId} ${act.subject ?? ""}`,
              cell: (act) => (
                <Link href={`/operate?q=${encodeURIComponent(act.subjectId)}`} className="link wrap-anywhere">
                  {act.subject ?? <span className="font-mono text-12 break-all">{act.subjectId}</span>}
                </Link>
              ),
            },
            {
              key: "why",
              label: t("Reason"),
              wide: true,
              search: (act) => act.reason,
              cell: (act) => <span className="block min-w-48 wrap-anywhere whitespace-pre-line">{act.reason}</span>,
            },
            {
              key: "by",
              label: t("By"),
              wide: true,
              cell: (act) => act.operator,
              facet: (act) => ({ value: act.operator, label: act.operator }),
            },
            {
              key: "at",
              label: t("Date"),
              sort: (act) => act.at,
              cell: (act) => <DateTime at={act.at} mode="datetime" />,
            },
          ]}
          empty={
            <EmptyState title={t("No operator has done anything yet.")}>{t("Every act leaves a line.")}</EmptyState>
          }
        />
        {acts.length > 0 && <ExportLinks t={t} name="operator-acts" what={t("The whole record")} />}
      </div>
    </Page>
  )
}

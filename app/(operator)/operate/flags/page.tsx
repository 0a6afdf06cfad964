/** What waits for a person's judgement before it is paid. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { flagName } from "#components/operate/state-words.ts"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { listOpenFlags } from "#lib/operate/queries.ts"
import { releaseFlag } from "../actions.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Flags") })

type Flag = Awaited<ReturnType<typeof listOpenFlags>>[number]

export default async function FlagsPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/flags", "operator")
  const t = await words()
  const [flags, kept, params] = await Promise.all([
    listOpenFlags(deps().db),
    keptViews(actor, "operate.flags"),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader title={t("Flags")} lead={t("A flag delays pay and waits for a person; it never takes money.")} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("Open flags")}
          path="/operate/flags"
          params={params}
          kept={kept}
          rows={flags}
          rowKey={(flag) => flag.id}
          columns={columnsOf(t)}
          empty={
            <EmptyState title={t("Nothing is flagged.")}>
              {t("Over-claims, conflicts with the origin and unknown payout states show up here.")}
            </EmptyState>
          }
        />
        {flags.length > 0 && <ExportLinks t={t} name="operator-flags" what={t("All open flags")} />}
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<Flag>[] => [
  {
    key: "kind",
    label: t("Flag"),
    rowHeader: true,
    sort: (flag) => flagName(t, flag.kind),
    facet: (flag) => ({ value: flag.kind, label: flagName(t, flag.kind) }),
    search: (flag) => `${flag.kind} ${flag.subject} ${flag.reason}`,
    cell: (flag) => (
      <Link href={subjectHref(flag.subject)} className="link">
        {flagName(t, flag.kind)}
      </Link>
    ),
  },
  {
    key: "subject",
    label: t("About"),
    wide: true,
    cell: (flag) => <span className="font-mono text-12 break-all">{flag.subject}</span>,
  },
  {
    key: "reason",
    label: t("Reason"),
    wide: true,
    cell: (flag) => <span className="block min-w-64">{t.known(flag.reason)}</span>,
  },
  {
    key: "at",
    label: t("Since"),
    wide: true,
    sort: (flag) => flag.openedAt,
    cell: (flag) => <DateTime at={flag.openedAt} mode="datetime" />,
  },
  { key: "close", label: t("Looked at"), cell: (flag) => <CloseFlag t={t} flagId={flag.id} /> },
]

/** An order has a page of its own; anything else is found by its number. */
const subjectHref = (subject: string): string =>
  subject.startsWith("ord_") ? `/operate/orders/${subject}` : `/operate?q=${encodeURIComponent(subject)}`

function CloseFlag({ t, flagId }: { t: Translate; flagId: string }) {
  return (
    <ActionForm action={releaseFlag} aria-label={t("Close the flag")} saysByToast>
      <input type="hidden" name="flagId" value={flagId} />
      <FormError />
      <SubmitButton variant="secondary" size="small">
        {t("Close and release")}
      </SubmitButton>
    </ActionForm>
  )
}

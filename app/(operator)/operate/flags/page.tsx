/** What waits for a person's judgement before it is paid. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { DataTable } from "#components/ui/data-table.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Translate } from "#lib/kernel/messages.ts"
import { listOpenFlags } from "#lib/operate/queries.ts"
import { releaseFlag } from "../actions.ts"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Flags") }
}

export default async function FlagsPage() {
  await requirePageActor("/operate/flags", "operator")
  const t = await words()
  const flags = await listOpenFlags(deps().db)
  return (
    <Page>
      <PageHeader title={t("Flags")} lead={t("A flag delays pay and waits for a person; it never takes money.")} />
      <DataTable
        caption={t("Open flags")}
        rows={flags}
        rowKey={(f) => f.id}
        columns={[
          { key: "kind", header: t("Flag"), rowHeader: true, cell: (f) => f.kind },
          {
            key: "subject",
            header: t("About"),
            cell: (f) => (
              <Link href={`/operate?q=${encodeURIComponent(f.subject)}`} className="font-mono text-12 underline">
                {f.subject}
              </Link>
            ),
          },
          { key: "reason", header: t("Reason"), cell: (f) => f.reason },
          { key: "at", header: t("Since"), cell: (f) => <DateTime at={f.openedAt} mode="datetime" /> },
          { key: "close", header: t("Looked at"), cell: (f) => <CloseFlag t={t} flagId={f.id} /> },
        ]}
        empty={
          <EmptyState title={t("Nothing is flagged.")}>
            {t("Over-claims, conflicts with the origin and unknown payout states show up here.")}
          </EmptyState>
        }
      />
    </Page>
  )
}

function CloseFlag({ t, flagId }: { t: Translate; flagId: string }) {
  return (
    <ActionForm action={releaseFlag} aria-label={t("Close the flag")}>
      <input type="hidden" name="flagId" value={flagId} />
      <FormError />
      <SubmitButton variant="secondary" size="small">
        {t("Close and release")}
      </SubmitButton>
    </ActionForm>
  )
}

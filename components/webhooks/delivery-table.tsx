/** What was sent to a webhook, newest first; each row leads to the message, its attempts and their answers. */
import Link from "next/link"
import type { Translate } from "#lib/kernel/messages.ts"
import type { DeliveryView } from "#lib/webhooks/queries.ts"
import { DataTable } from "../ui/data-table.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { attemptWord } from "./attempt-words.ts"
import { DeliveryChip } from "./state-chips.tsx"

type DeliveryTableProps = { t: Translate; webhookId: string; deliveries: readonly DeliveryView[] }

export function DeliveryTable({ t, webhookId, deliveries }: DeliveryTableProps) {
  return (
    <DataTable
      caption={t("What was sent")}
      rows={deliveries}
      rowKey={(row) => row.deliveryId}
      columns={[
        {
          key: "event",
          header: t("Event"),
          rowHeader: true,
          cell: (row) => (
            <Link
              href={`/settings/webhooks/${webhookId}/${row.deliveryId}`}
              className="inline-flex min-h-6 items-center font-mono whitespace-nowrap underline decoration-edge underline-offset-4 hover:decoration-ink"
            >
              {row.type}
            </Link>
          ),
        },
        { key: "state", header: t("State"), cell: (row) => <DeliveryChip t={t} state={row.state} /> },
        {
          key: "last",
          header: t("Last answer"),
          cell: (row) => {
            const last = row.attempts.at(-1)
            return <span className="whitespace-nowrap">{last ? attemptWord(t, last) : "–"}</span>
          },
        },
        { key: "attempts", header: t("Attempts"), align: "end", wide: true, cell: (row) => row.attempts.length },
        {
          key: "at",
          header: t("Happened"),
          cell: (row) => <DateTime at={row.createdAt} mode="datetime" className="whitespace-nowrap" />,
        },
        {
          key: "next",
          header: t("Next attempt"),
          wide: true,
          cell: (row) => (row.dueAt ? <DateTime at={row.dueAt} mode="datetime" className="whitespace-nowrap" /> : "–"),
        },
      ]}
    />
  )
}

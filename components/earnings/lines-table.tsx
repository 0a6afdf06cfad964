/** Both streams side by side, line by line: what was earned, from which sale, in which state. */
import Link from "next/link"
import type { CommissionView } from "#lib/earnings/queries.ts"
import { MoneyChip, StreamChip } from "../ui/chip.tsx"
import { type Column, DataTable } from "../ui/data-table.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { Money } from "../ui/money.tsx"

const COLUMNS: readonly Column<CommissionView>[] = [
  {
    key: "title",
    header: "Sale",
    rowHeader: true,
    cell: (line) => (
      <Link href={`/dashboard/lines/${line.id}`} className="link">
        {line.titleName}
      </Link>
    ),
  },
  { key: "stream", header: "For", cell: (line) => <StreamChip kind={line.kind} /> },
  { key: "earned", header: "Earned", cell: (line) => <DateTime at={line.earnedAt} /> },
  { key: "state", header: "State", cell: (line) => <MoneyChip state={line.state} tone={line.kind} /> },
  { key: "matures", header: "Matures", cell: (line) => <DateTime at={line.maturesAt} /> },
  { key: "amount", header: "Amount", align: "end", cell: (line) => <Money micros={line.amountMicros} /> },
]

export function LinesTable({ lines }: { lines: readonly CommissionView[] }) {
  return (
    <DataTable
      caption="Your commissions, newest first"
      columns={COLUMNS}
      rows={lines}
      rowKey={(line) => line.id}
      empty={
        <EmptyState title="Each sale you bring or carry will be a line here.">
          Put a button on your blog, or let your node carry a title: both end up on this one statement.
        </EmptyState>
      }
    />
  )
}

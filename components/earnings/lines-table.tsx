/** Both streams side by side, line by line: what was earned, from which sale, in which state. */
import Link from "next/link"
import type { CommissionView } from "#lib/earnings/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { MoneyChip, StreamChip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "../ui/desk-table.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { Money } from "../ui/money.tsx"
import { moneyWord } from "../ui/money-word.ts"
import type { KeptViews } from "../ui/table-toolbar.tsx"
import type { Params } from "../ui/table-view.ts"

type LinesTableProps = { t: Translate; lines: readonly CommissionView[]; params: Params; kept: KeptViews }

export function LinesTable({ t, lines, params, kept }: LinesTableProps) {
  return (
    <DeskTable
      t={t}
      caption={t("Your commissions, newest first")}
      columns={columnsOf(t)}
      rows={lines}
      rowKey={(line) => line.id}
      path="/dashboard"
      params={params}
      prefix="lines."
      pageSize={25}
      kept={kept}
      empty={
        <EmptyState title={t("Each sale you bring or carry will be a line here.")}>
          {t("Put a button on your blog, or let your node carry a title: both end up on this one statement.")}
        </EmptyState>
      }
    />
  )
}

const columnsOf = (t: Translate): DeskColumn<CommissionView>[] => [
  {
    key: "title",
    label: t("Sale"),
    rowHeader: true,
    sort: (line) => line.titleName,
    search: (line) => `${line.titleName} ${line.orderId}`,
    cell: (line) => (
      <Link href={`/dashboard/lines/${line.id}`} className="link inline-flex min-h-6 items-center">
        {line.titleName}
      </Link>
    ),
  },
  {
    key: "stream",
    label: t("For"),
    facet: (line) => ({ value: line.kind, label: line.kind === "referral" ? t("referral") : t("carriage") }),
    cell: (line) => <StreamChip kind={line.kind} />,
  },
  {
    key: "earned",
    label: t("Earned"),
    wide: true,
    sort: (line) => line.earnedAt.getTime(),
    cell: (line) => <DateTime at={line.earnedAt} />,
  },
  {
    key: "state",
    label: t("State"),
    facet: (line) => ({ value: line.state, label: moneyWord(t, line.state) }),
    cell: (line) => <MoneyChip state={line.state} tone={line.kind} />,
  },
  {
    key: "matures",
    label: t("Matures"),
    wide: true,
    sort: (line) => line.maturesAt.getTime(),
    cell: (line) => <DateTime at={line.maturesAt} />,
  },
  {
    key: "amount",
    label: t("Amount"),
    align: "end",
    sort: (line) => line.amountMicros,
    cell: (line) => <Money micros={line.amountMicros} />,
  },
]

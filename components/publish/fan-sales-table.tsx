/** Who brought how many buyers, for how much, through which of their sites; nobody is a row of its own. */
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import type { KeptViews } from "#components/ui/table-toolbar.tsx"
import type { Params } from "#components/ui/table-view.ts"
import type { FanSales } from "#lib/earnings/publisher-sales.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type FanSalesTableProps = { t: Translate; rows: FanSales[]; path: string; params: Params; kept: KeptViews }

export const FanSalesTable = ({ t, rows, path, params, kept }: FanSalesTableProps) => (
  <DeskTable
    t={t}
    caption={t("Sales by fan")}
    columns={columnsOf(t)}
    rows={rows}
    rowKey={(row) => row.fanId ?? "nobody"}
    path={path}
    params={params}
    kept={kept}
    empty={
      <EmptyState title={t("No sale yet")}>
        {t("Every buyer stands here under the fan who brought them, with what that fan earned and through which site.")}
      </EmptyState>
    }
  />
)

function nameOf(t: Translate, row: FanSales): string {
  if (row.fanId === null) return t("No fan: these buyers came on their own")
  return row.fanName ?? t("A fan without a name")
}

const columnsOf = (t: Translate): DeskColumn<FanSales>[] => [
  {
    key: "fan",
    label: t("Fan"),
    rowHeader: true,
    sort: (row) => nameOf(t, row),
    search: (row) => `${nameOf(t, row)} ${row.siteNames.join(" ")}`,
    cell: (row) => <span className={row.fanId ? "" : "font-normal text-muted"}>{nameOf(t, row)}</span>,
  },
  {
    key: "sites",
    label: t("Through"),
    wide: true,
    cell: (row) =>
      row.siteNames.join(", ") || (row.fanId && <span className="text-muted">{t("links without a site")}</span>),
  },
  {
    key: "sales",
    label: t("Sales"),
    align: "end",
    wide: true,
    sort: (row) => row.sales,
    cell: (row) => formatCount(row.sales, t.locale),
  },
  {
    key: "refunds",
    label: t("Refunded"),
    align: "end",
    wide: true,
    sort: (row) => row.refunds,
    cell: (row) => formatCount(row.refunds, t.locale),
  },
  {
    key: "gross",
    label: t("Gross"),
    align: "end",
    wide: true,
    sort: (row) => row.grossCents,
    cell: (row) => <Money cents={row.grossCents} />,
  },
  {
    key: "referral",
    label: t("Referral paid"),
    align: "end",
    sort: (row) => row.referralMicros,
    cell: (row) => <Money micros={row.referralMicros} className="text-referral" />,
  },
  {
    key: "share",
    label: t("Your share"),
    align: "end",
    sort: (row) => row.publisherMicros,
    cell: (row) => <Money micros={row.publisherMicros} />,
  },
]

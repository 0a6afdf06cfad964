/** Every order, newest first. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { orderStateName, toneOfState } from "#components/operate/state-words.ts"
import { Chip } from "#components/ui/chip.tsx"
import { DateTime } from "#components/ui/date-time.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Money } from "#components/ui/money.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type ListedOrder, listOrders } from "#lib/operate/list-queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Orders") })

export default async function OrdersPage({ searchParams }: { searchParams: Promise<Params> }) {
  const actor = await requirePageActor("/operate/orders", "operator")
  const t = await words()
  const [orders, kept, params] = await Promise.all([
    listOrders(deps().db),
    keptViews(actor, "operate.orders"),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader title={t("Orders")} lead={t("Every purchase, finished or not, newest first.")} />
      <div className="grid grid-cols-1 gap-4">
        <DeskTable
          t={t}
          caption={t("Orders, newest first")}
          path="/operate/orders"
          params={params}
          kept={kept}
          rows={orders}
          rowKey={(order) => order.id}
          columns={columnsOf(t)}
          empty={
            <EmptyState title={t("Nobody has bought anything yet.")}>
              {t("An order stands here from the moment its buyer goes to PayPal.")}
            </EmptyState>
          }
        />
        {orders.length > 0 && <ExportLinks t={t} name="operator-orders" what={t("All orders")} />}
      </div>
    </Page>
  )
}

const columnsOf = (t: Translate): DeskColumn<ListedOrder>[] => [
  {
    key: "title",
    label: t("Title"),
    rowHeader: true,
    sort: (order) => order.title,
    search: (order) => `${order.title} ${order.buyer} ${order.id}`,
    facet: (order) => ({ value: order.titleId, label: order.title }),
    cell: (order) => (
      <Link href={`/operate/orders/${order.id}`} className="link wrap-anywhere">
        {order.title}
      </Link>
    ),
  },
  {
    key: "buyer",
    label: t("Buyer"),
    wide: true,
    sort: (order) => order.buyer,
    cell: (order) => (
      <Link href={`/operate/people/${order.buyerId}`} className="link wrap-anywhere">
        {order.buyer}
      </Link>
    ),
  },
  {
    key: "state",
    label: t("State"),
    facet: (order) => ({ value: order.state, label: orderStateName(t, order.state) }),
    cell: (order) => <Chip tone={toneOfState(order.state)}>{orderStateName(t, order.state)}</Chip>,
  },
  {
    key: "referral",
    label: t("Referral"),
    wide: true,
    facet: (order) => (order.referrerId ? { value: "yes", label: t("credited") } : { value: "no", label: t("nobody") }),
    cell: (order) =>
      order.referrerId ? (
        <Link href={`/operate/people/${order.referrerId}`} className="link">
          {t("credited")}
        </Link>
      ) : (
        <span className="text-muted">{t("nobody")}</span>
      ),
  },
  {
    key: "at",
    label: t("Placed"),
    wide: true,
    sort: (order) => order.createdAt,
    cell: (order) => <DateTime at={order.createdAt} mode="datetime" />,
  },
  {
    key: "price",
    label: t("Price"),
    align: "end",
    sort: (order) => order.priceCents,
    cell: (order) => <Money cents={order.priceCents} currency={order.currency} />,
  },
]

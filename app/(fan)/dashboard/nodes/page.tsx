/** Nodes and shelf: what each node of the fan carries this moment, what it stocks, and what is still arriving. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { type NodeCard, NodeCards } from "#components/fans/node-cards.tsx"
import { RefreshWhile } from "#components/fans/refresh-while.tsx"
import { StockState } from "#components/fans/stock-state.tsx"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { LiveFeed } from "#components/live/live-feed.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Section } from "#components/ui/card.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { type DeskColumn, DeskTable } from "#components/ui/desk-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { type Carrying, carryingNow } from "#lib/delivery/carrying-now.ts"
import { listNodes, type NodeView, type ShelfItem, shelf } from "#lib/delivery/queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { recentActivity } from "#lib/outbox/queries.ts"

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await words())("Nodes and shelf") })

type Props = { searchParams: Promise<Params & { paired?: string }> }

export default async function NodesPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard/nodes", "fan")
  const t = await words()
  const { db, clock, config } = deps()
  const now = clock.now()
  const [nodes, carrying, stocked, recent, params] = await Promise.all([
    listNodes(db, actor.userId, now),
    carryingNow(db, actor.userId, now),
    shelf(db, actor.userId),
    recentActivity(db, actor.userId, 6),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader
        title={t("Nodes and shelf")}
        lead={t("A node stocks demos and carries downloads. It earns a part of every purchase it really carried.")}
        actions={<ButtonLink href="/pair">{t("Pair a node")}</ButtonLink>}
      />
      <div className="grid gap-16">
        {params.paired && <Notice tone="ok">{t("The node is paired. It shows up here as soon as it reports.")}</Notice>}
        <Section
          title={t("Carrying now")}
          actions={nodes.length > 0 && <ExportLinks t={t} name="nodes" what={t("All nodes")} />}
        >
          <RefreshWhile active={nodes.length > 0} />
          {nodes.length === 0 ? (
            <NoNodes t={t} publicUrl={config.publicUrl} />
          ) : (
            <NodeCards nodes={cards(nodes, carrying)} />
          )}
        </Section>
        <Section
          title={t("Shelf")}
          description={t("Titles your nodes stock. Stock more from the title's row on one of your sites.")}
          actions={stocked.length > 0 && <ExportLinks t={t} name="shelf" what={t("The shelf")} />}
        >
          <DeskTable
            t={t}
            caption={t("What your nodes stock")}
            rows={stocked}
            rowKey={(item) => `${item.nodeId}-${item.titleId}-${item.version}`}
            columns={columnsOf(t)}
            path="/dashboard/nodes"
            params={params}
            prefix="shelf."
            empty={
              <EmptyState
                title={t("Nothing is stocked yet.")}
                action={<ButtonLink href="/dashboard/sites">{t("Choose a title")}</ButtonLink>}
              >
                {t("Press “Stock this demo” beside a title on one of your sites.")}
              </EmptyState>
            }
          />
        </Section>
        <Section title={t("Right now")}>
          <LiveFeed initial={recent.map((r) => ({ ...r, at: r.at.toISOString() }))} />
        </Section>
      </div>
    </Page>
  )
}

const cards = (nodes: readonly NodeView[], carrying: readonly Carrying[]): NodeCard[] =>
  nodes.map((node) => ({ ...node, carrying: carrying.filter((one) => one.nodeId === node.nodeId) }))

function NoNodes({ t, publicUrl }: { t: Translate; publicUrl: string }) {
  return (
    <EmptyState title={t("Your nodes will stand here.")}>
      <div className="grid gap-4">
        <p>{t("Install the node on any machine that stays on, and pair it with a code.")}</p>
        <CopyField label={t("On that machine")} value={`fanfare-node login ${publicUrl}`} />
      </div>
    </EmptyState>
  )
}

const columnsOf = (t: Translate): DeskColumn<ShelfItem>[] => [
  {
    key: "title",
    label: t("Title"),
    rowHeader: true,
    sort: (item) => item.titleName,
    search: (item) => `${item.titleName} ${item.nodeName}`,
    cell: (item) => item.titleName,
  },
  {
    key: "node",
    label: t("Node"),
    facet: (item) => ({ value: item.nodeId, label: item.nodeName }),
    cell: (item) => item.nodeName,
  },
  { key: "version", label: t("Version"), wide: true, startsHidden: true, cell: (item) => item.version },
  {
    key: "size",
    label: t("Size"),
    align: "end",
    wide: true,
    sort: (item) => item.sizeBytes,
    cell: (item) => <Bytes count={item.sizeBytes} />,
  },
  { key: "state", label: t("State"), cell: (item) => <StockState {...item} complete={item.completeAt !== null} /> },
]

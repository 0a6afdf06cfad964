/** Nodes and shelf: what each node of the fan is doing, what it stocks, and what is still arriving. */
import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { LiveFeed } from "#components/live/live-feed.tsx"
import { ButtonLink } from "#components/ui/button.tsx"
import { Bytes } from "#components/ui/bytes.tsx"
import { Section } from "#components/ui/card.tsx"
import { Chip } from "#components/ui/chip.tsx"
import { CopyField } from "#components/ui/copy-field.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { Notice } from "#components/ui/notice.tsx"
import { Page, PageHeader } from "#components/ui/page-header.tsx"
import { listNodes, type NodeView, type ShelfItem, shelf } from "#lib/delivery/queries.ts"
import { recentActivity } from "#lib/outbox/queries.ts"

export const metadata: Metadata = { title: "Nodes and shelf" }

type Props = { searchParams: Promise<{ paired?: string }> }

export default async function NodesPage({ searchParams }: Props) {
  const actor = await requirePageActor("/dashboard/nodes", "fan")
  const { db, clock, config } = deps()
  const [nodes, stocked, recent, { paired }] = await Promise.all([
    listNodes(db, actor.userId, clock.now()),
    shelf(db, actor.userId),
    recentActivity(db, actor.userId, 6),
    searchParams,
  ])
  return (
    <Page>
      <PageHeader
        title="Nodes and shelf"
        lead="A node stocks demos and carries downloads. It earns a part of every purchase it really carried."
        actions={<ButtonLink href="/pair">Pair a node</ButtonLink>}
      />
      <div className="grid gap-16">
        {paired && <Notice tone="ok">The node is paired. It shows up here as soon as it reports.</Notice>}
        <DataTable
          caption="Your nodes"
          rows={nodes}
          rowKey={(n) => n.nodeId}
          columns={[
            { key: "name", header: "Node", rowHeader: true, cell: (n) => n.name },
            { key: "state", header: "State", cell: (n) => <NodeState node={n} /> },
            { key: "vetted", header: "Vetted", cell: (n) => (n.vettedAt ? "Yes" : `${n.auditsPassed} of 3 audits`) },
            { key: "stocked", header: "Titles", align: "end", cell: (n) => n.stockedCount },
          ]}
          empty={
            <EmptyState title="Your nodes will stand here.">
              Install the node on any machine that stays on, and pair it with a code.
              <CopyField label="On that machine" value={`fanfare-node login ${config.publicUrl}`} />
            </EmptyState>
          }
        />
        <Section
          title="Shelf"
          description="Titles your nodes stock. Stock more from the title's row on one of your sites."
        >
          <DataTable
            caption="What your nodes stock"
            rows={stocked}
            rowKey={(s) => `${s.nodeId}-${s.titleId}-${s.version}`}
            columns={[
              { key: "title", header: "Title", rowHeader: true, cell: (s) => s.titleName },
              { key: "node", header: "Node", cell: (s) => s.nodeName },
              { key: "size", header: "Size", align: "end", cell: (s) => <Bytes count={s.sizeBytes} /> },
              { key: "state", header: "State", cell: (s) => <Stocked item={s} /> },
            ]}
            empty={
              <EmptyState title="Nothing is stocked yet.">
                Press “Stock this demo” beside a title on one of your sites.
              </EmptyState>
            }
          />
        </Section>
        <Section title="Right now">
          <LiveFeed initial={recent.map((r) => ({ ...r, at: r.at.toISOString() }))} />
        </Section>
      </div>
    </Page>
  )
}

function NodeState({ node }: { node: NodeView }) {
  if (node.state === "suspended") return <Chip tone="danger">Suspended</Chip>
  if (!node.alive) return <Chip>Offline</Chip>
  if (!node.reachable)
    return (
      <Chip tone="danger" title={node.unreachableReason ?? ""}>{`Not reachable. ${node.unreachableReason ?? ""}`}</Chip>
    )
  return <Chip tone="ok">Online</Chip>
}

function Stocked({ item }: { item: ShelfItem }) {
  if (!item.wanted) return <Chip>Leaving</Chip>
  if (item.completeAt) return <Chip tone="carriage">Stocked</Chip>
  const of = Math.max(1, item.pieceCount)
  return (
    <span className="flex items-center gap-3">
      <progress max={of} value={item.piecesHeld} aria-label={`${item.titleName} arriving`} />
      {item.piecesHeld} of {item.pieceCount} pieces
    </span>
  )
}

/** One title on a fan's site: its clicks, its button, and "stock this demo" for each of the fan's nodes. */
import Link from "next/link"
import { StockState } from "#components/fans/stock-state.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import type { NodeView, ShelfItem } from "#lib/delivery/queries.ts"
import type { LinkView, ShownTitle } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { hideTitle, stockTitle } from "../actions.ts"

type Props = {
  siteId: Id<"site">
  title: ShownTitle
  nodes: readonly NodeView[]
  stocked: readonly ShelfItem[]
  link: LinkView | null
}

export function TitleRow({ siteId, title, nodes, stocked, link }: Props) {
  return (
    <Card as="li" className="grid gap-4 md:grid-cols-[1fr_auto]">
      <div className="grid content-start gap-2">
        <h3 className="text-18">
          <Link href={`/titles/${title.slug}`}>{title.name}</Link>{" "}
          <Money cents={title.priceCents} className="text-muted" />
        </h3>
        {link && (
          <p className="text-14">
            <span className="figures">{link.countedClicks}</span> counted clicks of{" "}
            <span className="figures">{link.rawClicks}</span>.{" "}
            <Link href={`/dashboard/links/${link.linkId}`}>Copy its button</Link>
          </p>
        )}
        {nodes.length === 0 && (
          <p className="text-14 text-muted">
            Pair a node to stock this demo: run <code className="font-mono">fanfare-node login</code>, then{" "}
            <Link href="/pair">enter its code</Link>.
          </p>
        )}
        {nodes.map((node) => (
          <Stocking key={node.nodeId} node={node} title={title} item={stocked.find((s) => s.nodeId === node.nodeId)} />
        ))}
      </div>
      <ActionForm action={hideTitle} aria-label={`Take ${title.name} off`}>
        <input type="hidden" name="siteId" value={siteId} />
        <input type="hidden" name="titleId" value={title.titleId} />
        <FormError />
        <SubmitButton variant="quiet" size="small">
          Take it off
        </SubmitButton>
      </ActionForm>
    </Card>
  )
}

function Stocking({ node, title, item }: { node: NodeView; title: ShownTitle; item: ShelfItem | undefined }) {
  const wanted = item?.wanted ?? false
  return (
    <ActionForm action={stockTitle} className="gap-2" aria-label={`Stock ${title.name} on ${node.name}`}>
      <div className="flex flex-wrap items-center gap-3">
        <input type="hidden" name="nodeId" value={node.nodeId} />
        <input type="hidden" name="titleId" value={title.titleId} />
        <input type="hidden" name="wanted" value={String(!wanted)} />
        <SubmitButton variant="secondary" size="small">
          {wanted ? "Unstock" : "Stock this demo"}
        </SubmitButton>
        <span className="text-14 text-muted">
          on {node.name}
          {!node.alive && ", which is not running"}
        </span>
        {item && <StockState {...item} complete={item.completeAt !== null} />}
      </div>
      <FormError />
    </ActionForm>
  )
}

/** One title on a fan's site: its cover, its clicks, its button, and "stock this demo" for each of the fan's nodes. */
import Link from "next/link"
import { StockState } from "#components/fans/stock-state.tsx"
import { Cover } from "#components/store/cover.tsx"
import { Card } from "#components/ui/card.tsx"
import { ActionForm, FormError, SubmitButton } from "#components/ui/form.tsx"
import { Money } from "#components/ui/money.tsx"
import { Rich } from "#components/ui/rich.tsx"
import type { NodeView, ShelfItem } from "#lib/delivery/queries.ts"
import type { LinkView } from "#lib/fans/link-queries.ts"
import type { ShownTitle } from "#lib/fans/queries.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { hideTitle, stockTitle } from "../actions.ts"

type Props = {
  t: Translate
  siteId: Id<"site">
  title: ShownTitle
  nodes: readonly NodeView[]
  stocked: readonly ShelfItem[]
  link: LinkView | null
}

export function TitleRow({ t, siteId, title, nodes, stocked, link }: Props) {
  return (
    <Card as="li" className="grid gap-5 sm:grid-cols-[9rem_minmax(0,1fr)] md:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <Cover {...title} t={t} decorative sizes="11rem" className="self-start max-sm:max-w-60" />
      <div className="grid content-start gap-2">
        <h3 className="text-22">
          <Link href={`/titles/${title.slug}`}>{title.name}</Link>{" "}
          <Money cents={title.priceCents} className="text-18 text-muted" />
        </h3>
        {link && <Clicks t={t} link={link} />}
        {nodes.length === 0 && (
          <p className="text-14 text-muted">
            <Rich
              text={t(
                "Pair a node to stock this demo: run <code>fanfare-node login</code>, then <link>enter its code</link>.",
              )}
              code={(inner) => <code className="font-mono">{inner}</code>}
              link={(inner) => <Link href="/pair">{inner}</Link>}
            />
          </p>
        )}
        {nodes.map((node) => (
          <Stocking
            key={node.nodeId}
            t={t}
            node={node}
            title={title}
            item={stocked.find((s) => s.nodeId === node.nodeId)}
          />
        ))}
      </div>
      <ActionForm
        action={hideTitle}
        aria-label={t("Take {title} off", { title: title.name })}
        className="content-start justify-items-start sm:col-start-2 md:col-start-auto"
      >
        <input type="hidden" name="siteId" value={siteId} />
        <input type="hidden" name="titleId" value={title.titleId} />
        <FormError />
        <SubmitButton variant="quiet" size="small">
          {t("Take it off")}
        </SubmitButton>
      </ActionForm>
    </Card>
  )
}

function Clicks({ t, link }: { t: Translate; link: LinkView }) {
  return (
    <p className="text-14">
      {t.n("{count} counted click", "{count} counted clicks", link.countedClicks)}{" "}
      <span className="text-muted">{t.n("of {count} in all", "of {count} in all", link.rawClicks)}</span>
      {" · "}
      <Link href={`/dashboard/links/${link.linkId}`}>{t("Copy its button")}</Link>
    </p>
  )
}

type StockingProps = { t: Translate; node: NodeView; title: ShownTitle; item: ShelfItem | undefined }

function Stocking({ t, node, title, item }: StockingProps) {
  const wanted = item?.wanted ?? false
  const names = { title: title.name, node: node.name }
  return (
    <ActionForm action={stockTitle} className="gap-2" aria-label={t("Stock {title} on {node}", names)}>
      <div className="flex flex-wrap items-center gap-3">
        <input type="hidden" name="nodeId" value={node.nodeId} />
        <input type="hidden" name="titleId" value={title.titleId} />
        <input type="hidden" name="wanted" value={String(!wanted)} />
        <SubmitButton variant="secondary" size="small">
          {wanted ? t("Unstock") : t("Stock this demo")}
        </SubmitButton>
        <span className="text-14 text-muted">
          {node.alive ? t("on {node}", names) : t("on {node}, which is not running", names)}
        </span>
        {item && <StockState {...item} complete={item.completeAt !== null} />}
      </div>
      <FormError />
    </ActionForm>
  )
}

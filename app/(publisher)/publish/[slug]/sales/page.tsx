import type { Metadata } from "next"
import { deps } from "#app/_server/deps.ts"
import { keptViews } from "#app/_server/kept-views.ts"
import { requirePageActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { ExportLinks } from "#components/figures/export-links.tsx"
import { FanSalesTable } from "#components/publish/fan-sales-table.tsx"
import { SavedFigure, ServedBar } from "#components/publish/saved-figure.tsx"
import { Card, Section } from "#components/ui/card.tsx"
import type { Params } from "#components/ui/table-view.ts"
import { findPublisherOf } from "#lib/catalog/queries.ts"
import { DEFAULT_ORIGIN_MICROS_PER_GB } from "#lib/earnings/origin-cost.ts"
import { salesByFan, servedByTitle, servedTogether } from "#lib/earnings/publisher-sales.ts"
import { ownTitle, type TitleParams } from "../own-title.ts"
import { TitleFrame } from "../title-frame.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Sales of a title") }
}

/** One title: who brought its buyers, who carried it. */
export default async function TitleSalesPage(props: TitleParams & { searchParams: Promise<Params> }) {
  const title = await ownTitle(props)
  const [t, { db }] = [await words(), deps()]
  const publisher = await findPublisherOf(db, title.publisherOwnerId)
  const path = `/publish/${title.slug}/sales`
  const actor = await requirePageActor(path)
  const [sales, byTitle, kept] = await Promise.all([
    salesByFan(db, { publisherId: title.publisherId, titleId: title.id }),
    servedByTitle(db, title.publisherId),
    keptViews(actor, "sales-by-fan"),
  ])
  const served = servedTogether([byTitle.get(title.id) ?? []].flat())
  return (
    <TitleFrame title={title} place="sales">
      <div className="grid gap-14">
        <Section
          title={t("Sales by fan")}
          actions={
            sales.length > 0 && (
              <ExportLinks
                t={t}
                name="publisher-sales"
                what={t("Sales by fan")}
                query={new URLSearchParams({ title: title.slug }).toString()}
              />
            )
          }
        >
          <FanSalesTable t={t} rows={sales} path={path} params={await props.searchParams} kept={kept} />
        </Section>
        <Section title={t("Carriage against origin cost")}>
          <Card className="grid gap-6">
            <ServedBar t={t} served={served} />
            <SavedFigure t={t} served={served} perGb={publisher?.originMicrosPerGb ?? DEFAULT_ORIGIN_MICROS_PER_GB} />
          </Card>
        </Section>
      </div>
    </TitleFrame>
  )
}

/** A publisher's titles, sales by fan and sales on hold for a file. */
import {
  findPublisherOf,
  getTitleForPublisher,
  type PublisherTitle,
  pageOfPublisherTitles,
} from "#lib/catalog/queries.ts"
import { type PendingSale, pageOfPendingSales } from "#lib/earnings/publisher-payouts.ts"
import {
  type FanSales,
  pageOfSalesByFan,
  type Served,
  salesByTitle,
  servedByTitle,
  type TitleSales,
} from "#lib/earnings/publisher-sales.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { type Asked, behind, type ExportDeps } from "./asked.ts"
import { type Cells, dollars, type ExportTable, pagedTable, price } from "./export-table.ts"

/** Throws not_found: whoever publishes nothing has no such files. */
async function ownPublisher({ db }: ExportDeps, { actor }: Asked) {
  const publisher = await findPublisherOf(db, actor.userId)
  if (!publisher) throw new AppError("not_found", "Your account publishes nothing yet.")
  return publisher
}

type Title = PublisherTitle & { sold: TitleSales | undefined; served: Served | undefined }

const TITLE: Cells<Title> = {
  id: (title) => title.id,
  title: (title) => title.slug,
  title_name: (title) => title.name,
  tagline: (title) => title.tagline,
  kind: (title) => title.kind,
  state: (title) => title.state,
  version: (title) => title.currentVersion,
  releases: (title) => title.releaseCount,
  price: (title) => price(title.priceCents),
  currency: (title) => title.currency,
  published_at: (title) => title.publishedAt,
  sales: (title) => title.sold?.sales ?? 0,
  gross: (title) => price(title.sold?.grossCents),
  share: (title) => dollars(title.sold?.publisherMicros),
  carried_bytes: (title) => title.served?.carriedBytes ?? 0,
  origin_bytes: (title) => title.served?.originBytes ?? 0,
}

/** In any state, oldest first. */
export async function exportPublisherTitles(deps: ExportDeps, asked: Asked): Promise<ExportTable> {
  const { db } = deps
  const publisher = await ownPublisher(deps, asked)
  const read = async (page: PageAfter<Title>): Promise<Title[]> => {
    const titles = await pageOfPublisherTitles(db, asked.actor.userId, behind(page))
    const ids = titles.map((title) => title.id)
    const [sold, served] = [await salesByTitle(db, publisher.id, ids), await servedByTitle(db, publisher.id, ids)]
    return titles.map((title) => ({ ...title, sold: sold.get(title.id), served: served.get(title.id) }))
  }
  return pagedTable(TITLE, read, asked.rowsPerPage)
}

const SALES: Cells<FanSales> = {
  by_a_fan: (row) => row.fanId !== null,
  fan_name: (row) => row.fanName,
  sites: (row) => row.siteNames.join(", "),
  sales: (row) => row.sales,
  refunds: (row) => row.refunds,
  gross: (row) => price(row.grossCents),
  referral: (row) => dollars(row.referralMicros),
  share: (row) => dollars(row.publisherMicros),
  currency: () => "USD",
}

/** Of the title whose slug `title` names, or of all. Throws not_found for another publisher's. */
export async function exportSalesByFan(deps: ExportDeps, asked: Asked): Promise<ExportTable> {
  const { id: publisherId } = await ownPublisher(deps, asked)
  const slug = asked.query.get("title")
  const title = slug === null ? null : await getTitleForPublisher(deps.db, asked.actor, slug)
  const of = { publisherId, ...(title && { titleId: title.id }) }
  return pagedTable(SALES, (page) => pageOfSalesByFan(deps.db, of, page), asked.rowsPerPage)
}

const PENDING: Cells<PendingSale> = {
  order: (sale) => sale.orderId,
  title_name: (sale) => sale.titleName,
  sold_at: (sale) => sale.at,
  matures_at: (sale) => sale.maturesAt,
  share: (sale) => dollars(sale.amountMicros),
  currency: () => "USD",
}

/** The first placed first. */
export async function exportPendingSales(deps: ExportDeps, asked: Asked): Promise<ExportTable> {
  const publisher = await ownPublisher(deps, asked)
  const read = ({ after, limit }: PageAfter<PendingSale>) =>
    pageOfPendingSales(deps, publisher.id, { after: after?.orderId ?? null, limit })
  return pagedTable(PENDING, read, asked.rowsPerPage)
}

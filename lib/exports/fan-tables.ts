/** A fan's sites, nodes, shelf, carried demos and creator codes for a file: what their pages show, in full. */
import { listNodes, type NodeView, pageOfShelf, type ShelfItem } from "#lib/delivery/queries.ts"
import { type ContingentCarriage, contingentCarriage } from "#lib/earnings/carried-demos.ts"
import { type CodeFigures, codeFigures } from "#lib/earnings/code-figures.ts"
import { type CodeView, pageOfCodes } from "#lib/fans/code-queries.ts"
import { listProofs, type Proof } from "#lib/fans/proof-queries.ts"
import { listSites, type SiteView } from "#lib/fans/queries.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"
import { listSitePages, type SitePageState } from "#lib/pages/site-pages.ts"
import type { Asked, ExportDeps } from "./asked.ts"
import { type Cells, dollars, type ExportTable, pagedTable, shortTable } from "./export-table.ts"

type Site = SiteView & { proof: Proof | undefined; page: SitePageState | undefined }

const SITE: Cells<Site> = {
  id: (site) => site.siteId,
  slug: (site) => site.slug,
  name: (site) => site.name,
  url: (site) => site.url,
  words: (site) => site.words,
  titles: (site) => site.titleCount,
  proved: (site) => site.proved,
  proved_by: (site) => (site.proved ? (site.proof?.method ?? null) : null),
  proved_at: (site) => site.proof?.provedAt ?? null,
  page_saved_at: (site) => site.page?.draftAt ?? null,
  page_published_at: (site) => site.page?.publishedAt ?? null,
  page_draft_is_newer: (site) => site.page?.isDraftNewer ?? false,
  page_hidden: (site) => site.page?.isHidden ?? false,
  made_at: (site) => site.createdAt,
}

/** At most SITES_PER_OWNER, oldest first. */
export async function exportSites({ db }: ExportDeps, { actor }: Asked): Promise<ExportTable> {
  const [sites, proofs, pages] = await Promise.all([
    listSites(db, actor.userId),
    listProofs(db, actor.userId),
    listSitePages(db, actor.userId),
  ])
  const pageOf = new Map(pages.map((page) => [page.siteId, page]))
  const rows = sites.map((site) => ({ ...site, proof: proofs.get(site.siteId), page: pageOf.get(site.siteId) }))
  return shortTable(SITE, rows)
}

const NODE: Cells<NodeView> = {
  id: (node) => node.nodeId,
  name: (node) => node.name,
  state: (node) => node.state,
  version: (node) => node.version,
  alive: (node) => node.alive,
  reachable: (node) => node.reachable,
  unreachable_because: (node) => node.unreachableReason,
  last_heard_at: (node) => node.lastHeartbeatAt,
  vetted_at: (node) => node.vettedAt,
  audits_passed: (node) => node.auditsPassed,
  releases_held: (node) => node.stockedCount,
}

/** Machines paired by hand, oldest first. */
export const exportNodes = async ({ db, clock }: ExportDeps, { actor }: Asked): Promise<ExportTable> =>
  shortTable(NODE, await listNodes(db, actor.userId, clock.now()))

const SHELF: Cells<ShelfItem> = {
  node: (item) => item.nodeId,
  node_name: (item) => item.nodeName,
  title: (item) => item.titleSlug,
  title_name: (item) => item.titleName,
  version: (item) => item.version,
  wanted: (item) => item.wanted,
  pieces_held: (item) => item.piecesHeld,
  pieces: (item) => item.pieceCount,
  size_bytes: (item) => item.sizeBytes,
  complete_at: (item) => item.completeAt,
  proven_at: (item) => item.provenAt,
}

/** Node by node. */
export const exportShelf = ({ db }: ExportDeps, { actor, rowsPerPage }: Asked): ExportTable =>
  pagedTable(SHELF, (page) => pageOfShelf(db, actor.userId, page), rowsPerPage)

const DEMO: Cells<ContingentCarriage> = {
  title_name: (demo) => demo.titleName,
  bytes_carried: (demo) => demo.bytesCarried,
  paid_if_bought_until: (demo) => demo.until,
}

/** Those of the last weeks; what is older is no longer paid. */
export const exportCarriedDemos = async (deps: ExportDeps, { actor }: Asked): Promise<ExportTable> =>
  shortTable(DEMO, await contingentCarriage(deps, actor.userId))

type Code = CodeView & { figures: CodeFigures | undefined }

const CODE: Cells<Code> = {
  id: (code) => code.codeId,
  code: (code) => code.code,
  claimed_at: (code) => code.claimedAt,
  retired_at: (code) => code.retiredAt,
  buyers: (code) => code.figures?.buyers ?? 0,
  demos: (code) => code.figures?.demos ?? 0,
  sales: (code) => code.figures?.sales ?? 0,
  earned: (code) => dollars(code.figures?.earnedMicros),
  currency: () => "USD",
}

/** Retired ones too, oldest first. Who typed one is told as the page tells it: how many, never who. */
export async function exportCodes({ db }: ExportDeps, { actor, rowsPerPage }: Asked): Promise<ExportTable> {
  const figures = await codeFigures(db, actor.userId)
  const read = async ({ after, limit }: PageAfter<Code>): Promise<Code[]> => {
    const codes = await pageOfCodes(db, actor.userId, { after: after?.codeId ?? null, limit })
    return codes.map((code) => ({ ...code, figures: figures.get(code.codeId) }))
  }
  return pagedTable(CODE, read, rowsPerPage)
}

/** Every table that can be taken away as a file: by which name, and who may. */
import { assertRole, type Role } from "#lib/auth/actor.ts"
import { parseFiguresView, spanOf } from "#lib/earnings/figures-view.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Asked, ExportDeps } from "./asked.ts"
import { exportClicks } from "./clicks.ts"
import { exportCommissions } from "./commissions.ts"
import { exportDeliveries } from "./deliveries.ts"
import { type ExportTable, ROWS_PER_PAGE } from "./export-table.ts"
import { exportCarriedDemos, exportCodes, exportNodes, exportShelf, exportSites } from "./fan-tables.ts"
import { exportFigures, exportSplit } from "./figures.ts"
import { exportLinks } from "./links.ts"
import {
  exportActs,
  exportBalances,
  exportFlags,
  exportOrders,
  exportPayoutRuns,
  exportPeople,
  exportReviewQueue,
  exportStuckWork,
  exportTitles,
  exportUndelivered,
} from "./operator-tables.ts"
import { exportPayouts } from "./payouts.ts"
import { exportPendingSales, exportPublisherTitles, exportSalesByFan } from "./publisher-tables.ts"

type Export = {
  /** That of the page which shows the table; null: any account, of what is its own. */
  role: Role | null
  open: (deps: ExportDeps, asked: Asked) => Promise<ExportTable> | ExportTable
}

const viewOf = ({ clock }: ExportDeps, { query, zone }: Asked) =>
  parseFiguresView(Object.fromEntries(query), clock.now(), zone)

export const EXPORTS = {
  clicks: {
    role: "fan",
    // Without a range they are all of them.
    open: (deps, asked) =>
      exportClicks(deps.db, asked.actor.userId, asked.query.has("range") ? spanOf(viewOf(deps, asked)) : null),
  },
  figures: { role: "fan", open: (deps, asked) => exportFigures(deps.db, asked.actor.userId, viewOf(deps, asked)) },
  split: { role: "fan", open: (deps, asked) => exportSplit(deps.db, asked.actor.userId, viewOf(deps, asked)) },
  commissions: { role: "fan", open: (deps, { actor }) => exportCommissions(deps, actor.userId) },
  "carried-demos": { role: "fan", open: exportCarriedDemos },
  links: { role: "fan", open: (deps, { actor }) => exportLinks(deps.db, actor.userId) },
  sites: { role: "fan", open: exportSites },
  nodes: { role: "fan", open: exportNodes },
  shelf: { role: "fan", open: exportShelf },
  codes: { role: "fan", open: exportCodes },
  payouts: { role: null, open: (deps, { actor }) => exportPayouts(deps.db, actor.userId) },
  deliveries: { role: null, open: exportDeliveries },
  "publisher-titles": { role: null, open: exportPublisherTitles },
  "publisher-sales": { role: null, open: exportSalesByFan },
  "publisher-pending": { role: null, open: exportPendingSales },
  "operator-balances": { role: "operator", open: exportBalances },
  "operator-runs": { role: "operator", open: exportPayoutRuns },
  "operator-orders": { role: "operator", open: exportOrders },
  "operator-review": { role: "operator", open: exportReviewQueue },
  "operator-flags": { role: "operator", open: exportFlags },
  "operator-acts": { role: "operator", open: exportActs },
  "operator-titles": { role: "operator", open: exportTitles },
  "operator-people": { role: "operator", open: exportPeople },
  "operator-work": { role: "operator", open: exportStuckWork },
  "operator-mails": { role: "operator", open: exportUndelivered },
} satisfies Readonly<Record<string, Export>>

export type ExportName = keyof typeof EXPORTS

/** Throws not_found when no table has this name. */
export function exportNamed(name: string): ExportName {
  if (Object.hasOwn(EXPORTS, name)) return name as ExportName
  throw new AppError("not_found", "There is no such file. Ask for clicks.csv, links.json and the like.")
}

/** Throws forbidden without the role, and not_found for what is another's. */
export async function openExport(
  deps: ExportDeps,
  name: ExportName,
  { rowsPerPage = ROWS_PER_PAGE, ...asked }: Omit<Asked, "rowsPerPage"> & Partial<Pick<Asked, "rowsPerPage">>,
): Promise<ExportTable> {
  const { role, open }: Export = EXPORTS[name]
  if (role) assertRole(asked.actor, role)
  return open(deps, { ...asked, rowsPerPage })
}

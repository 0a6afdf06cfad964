/**
 * A table for a file, a page at a time: whoever reads sets the pace, and a million rows need no more memory than one page. Each page
 * begins where the last ended, so nothing is held open in the database between them.
 */
import type { CsvCell } from "#lib/kernel/csv.ts"
import { type Cents, centsToDecimal, type Micros, microsToDecimal } from "#lib/kernel/money.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

export type ExportRow = Readonly<Record<string, CsvCell>>
/** Every row has the cells of `columns`, in that order. */
export type ExportTable = { columns: readonly string[]; pages: AsyncIterable<readonly ExportRow[]> }

/** 1 000 clicks are about 300 kB as a file. */
export const ROWS_PER_PAGE = 1_000

export const instantOf = (at: CsvCell | undefined): Date | null => (at == null ? null : new Date(at as string))

/** Amounts stand in dollars, exact, with the currency in a column of its own; nothing booked yet is 0.00. */
export const dollars = (amount: Micros | undefined): string => microsToDecimal(amount ?? (0n as Micros))
export const price = (amount: Cents | undefined): string => centsToDecimal(amount ?? (0n as Cents))

/** What stands in each column, by the name programs know it by. */
export type Cells<R> = Readonly<Record<string, (row: R) => CsvCell>>

/** A table as long as it likes: `read` answers the page behind a row; one that is not full is the last. */
export const pagedTable = <R>(
  cells: Cells<R>,
  read: (page: PageAfter<R>) => Promise<readonly R[]>,
  rowsPerPage: number,
): ExportTable => ({ columns: Object.keys(cells), pages: pagesOf(cells, read, rowsPerPage) })

/** A table that is short by nature, its rows there at once. */
export const shortTable = <R>(cells: Cells<R>, rows: readonly R[]): ExportTable =>
  pagedTable(cells, async () => rows, Number.POSITIVE_INFINITY)

async function* pagesOf<R>(
  cells: Cells<R>,
  read: (page: PageAfter<R>) => Promise<readonly R[]>,
  limit: number,
): AsyncGenerator<readonly ExportRow[]> {
  let after: R | null = null
  for (;;) {
    const rows: readonly R[] = await read({ after, limit })
    yield rows.map((row) => Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell(row)])))
    if (rows.length < limit) return
    after = rows.at(-1) ?? null
  }
}

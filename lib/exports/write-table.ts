/** Writes a table as a file, piece by piece as its rows come. */
import { type CsvCell, csvRow } from "#lib/kernel/csv.ts"
import type { ExportTable } from "./export-table.ts"

export const FILE_FORMATS = ["csv", "json"] as const
export type FileFormat = (typeof FILE_FORMATS)[number]

/** CSV with a head line, or one JSON document `{"clicks":[{…},…]}`. Numbers too large for JSON are decimal strings. */
export const writeTable = (name: string, table: ExportTable, format: FileFormat): AsyncGenerator<string> =>
  format === "csv" ? writeCsv(table) : writeJson(name, table)

async function* writeCsv({ columns, pages }: ExportTable): AsyncGenerator<string> {
  yield csvRow(columns)
  for await (const rows of pages) yield rows.map((row) => csvRow(columns.map((key) => row[key] ?? null))).join("")
}

async function* writeJson(name: string, { columns, pages }: ExportTable): AsyncGenerator<string> {
  yield `{${JSON.stringify(name)}:[`
  let first = true
  for await (const rows of pages) {
    const lines = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((key) => [key, jsonOf(row[key])]))))
    if (lines.length > 0) yield `${first ? "\n" : ",\n"}${lines.join(",\n")}`
    first &&= lines.length === 0
  }
  yield "\n]}\n"
}

const jsonOf = (value: CsvCell | undefined): CsvCell => (typeof value === "bigint" ? value.toString() : (value ?? null))

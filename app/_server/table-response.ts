/** A table as a download, written while it is read. */
import "server-only"
import { streamOf } from "#app/_server/stream-of.ts"
import type { ExportTable } from "#lib/exports/export-table.ts"
import { type FileFormat, writeTable } from "#lib/exports/write-table.ts"

const TYPES = { csv: "text/csv; charset=utf-8; header=present", json: "application/json; charset=utf-8" } as const

/** `name` becomes the file's, `fanfare-clicks.csv`, and the name of the rows in it. */
export function tableResponse(name: string, table: ExportTable, format: FileFormat): Response {
  const pieces = writeTable(name.replaceAll("-", "_"), table, format)
  return new Response(streamOf(pieces), {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="fanfare-${name}.${format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })
}

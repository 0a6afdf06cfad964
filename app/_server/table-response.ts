/** A table as a download, written while it is read: the reader's pace is ours, and memory holds one page of it. */
import "server-only"
import type { ExportTable } from "#lib/earnings/export-rows.ts"
import { type FileFormat, writeTable } from "#lib/earnings/write-table.ts"

const TYPES = { csv: "text/csv; charset=utf-8; header=present", json: "application/json; charset=utf-8" } as const

/** `name` becomes the file's, `fanfare-clicks.csv`. */
export function tableResponse(name: string, table: ExportTable, format: FileFormat): Response {
  const pieces = writeTable(name, table, format)
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
  return new Response(body, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="fanfare-${name}.${format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })
}

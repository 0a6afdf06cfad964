/** A small table as a download. */
import "server-only"

/** `csv` is written by lib/kernel/csv.ts; the mark in front tells spreadsheets that it is UTF-8. */
export const csvResponse = (fileName: string, csv: string): Response =>
  new Response(`\ufeff${csv}`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  })

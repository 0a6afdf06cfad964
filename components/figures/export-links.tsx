/** The table above as a file, for spreadsheets and for programs. */
import type { ExportName } from "#lib/exports/open-export.ts"
import type { Translate } from "#lib/kernel/messages.ts"

type ExportLinksProps = {
  t: Translate
  name: ExportName
  /** What it holds, in words: "clicks". */
  what: string
  query?: string
}

export function ExportLinks({ t, name, what, query }: ExportLinksProps) {
  const href = (format: string) => `/api/v1/exports/${name}.${format}${query ? `?${query}` : ""}`
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-14 text-muted">
      <a href={href("csv")} download className="link inline-flex min-h-6 items-center">
        {t("{what} as CSV", { what })}
      </a>
      <a href={href("json")} download className="link inline-flex min-h-6 items-center">
        {/* A page may have several tables: read aloud, each says its own. */}
        <span className="sr-only">{t("{what} as JSON", { what })}</span>
        <span aria-hidden="true">JSON</span>
      </a>
    </p>
  )
}

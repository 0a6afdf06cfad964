/** The files of a release with their sizes, the largest list cut short. */
import { Bytes } from "#components/ui/bytes.tsx"
import { DataTable } from "#components/ui/data-table.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import type { Translate } from "#lib/kernel/messages.ts"

type File = { id: string; part: string; path: string; sizeBytes: number }
type Props = {
  t: Translate
  release: { version: string; plainBytes: number; fileCount: number } | null
  files: readonly File[]
}

const SHOWN_FILES = 200

export function ReleaseContents({ t, release, files }: Props) {
  if (!release)
    return <EmptyState title={t("No published release.")}>{t("Its release was withdrawn meanwhile.")}</EmptyState>
  return (
    <div className="grid gap-3">
      <p className="text-muted">
        {t("Version {version}", { version: release.version })} · {t.n("One file", "{count} files", release.fileCount)} ·{" "}
        <Bytes count={release.plainBytes} />
      </p>
      <DataTable
        caption={t("Files")}
        rows={files.slice(0, SHOWN_FILES)}
        rowKey={(f) => f.id}
        columns={[
          {
            key: "path",
            header: t("File"),
            rowHeader: true,
            cell: (f) => <span className="font-mono text-12 break-all">{f.path}</span>,
          },
          { key: "part", header: t("Part"), cell: (f) => (f.part === "trial" ? t("demo") : t("whole work")) },
          { key: "size", header: t("Size"), align: "end", cell: (f) => <Bytes count={f.sizeBytes} /> },
        ]}
      />
      {files.length > SHOWN_FILES && (
        <p className="text-14 text-muted">{t.n("One more", "{count} more", files.length - SHOWN_FILES)}</p>
      )}
    </div>
  )
}

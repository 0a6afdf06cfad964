/** What was changed on a link and when, newest first. */
import type { LinkChangeView } from "#lib/fans/link-queries.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { DateTime } from "../ui/date-time.tsx"
import { destinationWord, fieldWord } from "./link-words.ts"

type LinkHistoryProps = { t: Translate; createdAt: Date; changes: readonly LinkChangeView[] }

export function LinkHistory({ t, createdAt, changes }: LinkHistoryProps) {
  return (
    <ol className="divide-y divide-line rounded-card border border-line bg-surface">
      {changes.map((change) => (
        <li key={change.id} className="grid gap-1 px-4 py-3 sm:grid-cols-[10rem_minmax(0,1fr)] sm:gap-4 sm:px-6">
          <DateTime at={change.at} mode="datetime" className="text-14 text-muted" />
          <ul className="grid min-w-0 gap-1 text-14 wrap-anywhere">
            {change.changes.length === 0 && <li>{t("Changed")}</li>}
            {change.changes.map((one) => (
              <li key={one.field}>{sentence(t, one)}</li>
            ))}
          </ul>
        </li>
      ))}
      <li className="grid gap-1 px-4 py-3 text-14 sm:grid-cols-[10rem_minmax(0,1fr)] sm:gap-4 sm:px-6">
        <DateTime at={createdAt} mode="datetime" className="text-muted" />
        <span>{t("Made")}</span>
      </li>
    </ol>
  )
}

function sentence(t: Translate, { field, before, after }: LinkChangeView["changes"][number]): string {
  if (field === "archived") return after ? t("Retired") : t("Brought back")
  const read = (value: string) =>
    field === "destination" ? destinationWord(t, value === "page" ? "page" : "title") : value
  const name = fieldWord(t, field)
  if (!before) return t("{field} set to “{after}”", { field: name, after: read(after) })
  if (!after) return t("{field} taken away; it was “{before}”", { field: name, before: read(before) })
  return t("{field} changed from “{before}” to “{after}”", { field: name, before: read(before), after: read(after) })
}

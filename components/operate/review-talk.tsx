/** What operator and publisher wrote to each other about a title, oldest first. */
import { DateTime } from "#components/ui/date-time.tsx"
import type { Translate } from "#lib/kernel/messages.ts"

type Note = { id: number; by: "operator" | "publisher"; text: string; at: Date }

export function ReviewTalk({ notes, t }: { notes: readonly Note[]; t: Translate }) {
  if (notes.length === 0) return null
  return (
    <ol className="grid gap-3">
      {notes.map((note) => (
        <li key={note.id} className="border-s-4 border-line ps-4">
          <p className="text-14 text-muted">
            {note.by === "operator" ? t("Operator") : t("Publisher")} · <DateTime at={note.at} mode="datetime" />
          </p>
          <p className="max-w-read break-words whitespace-pre-line">{note.text}</p>
        </li>
      ))}
    </ol>
  )
}

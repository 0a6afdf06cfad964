/** Fields of a request or an answer: name, type, what it is. Reads as a list on a phone. */
import type { Translate } from "#lib/kernel/messages.ts"
import { Chip } from "../ui/chip.tsx"
import type { FieldRow } from "./endpoint-view.ts"

type FieldTableProps = { t: Translate; caption: string; rows: readonly FieldRow[] }

export function FieldTable({ t, caption, rows }: FieldTableProps) {
  const places: Record<FieldRow["from"], string> = { path: t("path"), query: t("query"), body: t("body"), answer: "" }
  return (
    <table className="w-full border-collapse text-14 max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("Field")}</th>
          <th scope="col">{t("Type")}</th>
          <th scope="col">{t("What it is")}</th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={`${row.from}-${row.name}`}
            className="border-t border-line align-top max-sm:grid max-sm:gap-1 max-sm:py-3"
          >
            <th scope="row" className="text-start font-mono font-semibold wrap-anywhere sm:w-1/3 sm:py-2.5 sm:pe-4">
              {row.name}
              {row.from !== "answer" && row.required && (
                <span className="ms-2 font-sans font-normal text-danger">{t("required")}</span>
              )}
            </th>
            <td className="font-mono text-muted sm:w-1/5 sm:py-2.5 sm:pe-4">
              {row.type}
              {places[row.from] && <span className="font-sans text-12"> · {places[row.from]}</span>}
            </td>
            <td className="grid gap-1.5 wrap-anywhere sm:py-2.5">
              {row.description && <span>{t.known(row.description)}</span>}
              {row.choices.length > 0 && (
                <span className="flex flex-wrap gap-1">
                  {row.choices.map((choice) => (
                    <Chip key={choice}>
                      <code className="font-mono font-normal">{choice}</code>
                    </Chip>
                  ))}
                </span>
              )}
              {row.fallback && (
                <span className="text-muted">{t("{value} when left out", { value: row.fallback })}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

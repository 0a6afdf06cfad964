/** The chart as a table: every day with its figures, also without script and for those who read rather than look. */
import type { DayFigures } from "#lib/earnings/figures-sums.ts"
import { formatBytes, formatCount, formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type Column, DataTable } from "../ui/data-table.tsx"
import { dateOfDay, kindWord } from "./figures-chart.tsx"

export function DaysTable({ t, days }: { t: Translate; days: readonly DayFigures[] }) {
  return (
    <details className="group">
      <summary className="link inline-flex min-h-6 w-fit cursor-pointer items-center text-14">
        {t("Every day as a table")}
      </summary>
      <div className="mt-4">
        <DataTable
          caption={t("Figures of each day, newest first")}
          rows={days.toReversed()}
          rowKey={(day) => day.day}
          columns={columnsOf(t, days[0]?.bytes !== null)}
        />
      </div>
    </details>
  )
}

function columnsOf(t: Translate, withBytes: boolean): Column<DayFigures>[] {
  const count = (key: "counted" | "raw" | "demos" | "purchases", header: string): Column<DayFigures> => ({
    key,
    header,
    align: "end",
    cell: (day) => formatCount(day[key], t.locale),
  })
  const bytes: Column<DayFigures> = {
    key: "bytes",
    header: kindWord(t, "bytes"),
    align: "end",
    cell: (day) => formatBytes(day.bytes ?? 0, t.locale),
  }
  return [
    { key: "day", header: t("Day"), rowHeader: true, cell: (day) => formatDate(dateOfDay(day.day), t.locale) },
    count("counted", kindWord(t, "counted")),
    count("raw", t("All clicks")),
    count("demos", kindWord(t, "demos")),
    count("purchases", kindWord(t, "purchases")),
    ...(withBytes ? [bytes] : []),
  ]
}

/** Which days, in whose time, narrowed to what: links and plain forms, so that the address says it all. */
import Link from "next/link"
import {
  DIMENSIONS,
  type Dimension,
  type FiguresView,
  figuresQuery,
  NONE,
  type Range,
} from "#lib/earnings/figures-view.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Button } from "../ui/button.tsx"
import type { FormAction } from "../ui/form-state.ts"
import { Popover } from "../ui/popover.tsx"
import { SegmentedControl } from "../ui/segmented-control.tsx"
import { dimensionWord, groupWord } from "./figure-words.ts"
import { dateOfDay } from "./figures-chart.tsx"
import { FIGURES_PATH, figuresHref } from "./split-table.tsx"
import { ZoneForm } from "./zone-form.tsx"

type ControlsProps = {
  t: Translate
  view: FiguresView
  /** What links and titles that the view is narrowed to are called. */
  names: Readonly<Partial<Record<Dimension, string>>>
  keepZone: FormAction
}

const RANGES: readonly { range: Exclude<Range, "custom">; word: (t: Translate) => string }[] = [
  { range: "7", word: (t) => t("7 days") },
  { range: "30", word: (t) => t("30 days") },
  { range: "90", word: (t) => t("90 days") },
  { range: "month", word: (t) => t("This month") },
  { range: "last-month", word: (t) => t("Last month") },
]

export function FiguresControls({ t, view, names, keepZone }: ControlsProps) {
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label={t("Days")}
          name="range"
          value={view.range}
          segments={RANGES.map(({ range, word }) => ({
            value: range,
            label: word(t),
            href: figuresHref({ ...view, range }),
          }))}
        />
        <Popover trigger={spanWord(t, view)} label={t("Choose other days")}>
          <CustomDays t={t} view={view} />
        </Popover>
        <Popover trigger={t("Days in {zone}", { zone: view.zone })} label={t("Time zone")}>
          <ZoneForm zone={view.zone} query={figuresQuery(view)} keepZone={keepZone} />
        </Popover>
      </div>
      <Narrowed t={t} view={view} names={names} />
    </div>
  )
}

const spanWord = (t: Translate, { from, to }: FiguresView): string =>
  t("{from} to {to}", {
    from: formatDate(dateOfDay(from), t.locale, "dayMonth"),
    to: formatDate(dateOfDay(to), t.locale, "dayMonth"),
  })

/** Native date fields; the rest of the view goes along unseen. */
function CustomDays({ t, view }: { t: Translate; view: FiguresView }) {
  const kept = [...new URLSearchParams(figuresQuery({ ...view, range: "custom" }))].filter(
    ([name]) => name !== "from" && name !== "to",
  )
  const field = "h-11 rounded-input border border-edge bg-surface px-3"
  return (
    <form method="get" action={FIGURES_PATH} className="grid gap-3">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="grid gap-1 text-14 font-semibold">
        {t("From")}
        <input type="date" name="from" required defaultValue={view.from} className={field} />
      </label>
      <label className="grid gap-1 text-14 font-semibold">
        {t("Up to and including")}
        <input type="date" name="to" required defaultValue={view.to} className={field} />
      </label>
      <p className="max-w-60 text-14 text-muted">{t("At most a year at a time; of more, the newest year is shown.")}</p>
      <Button type="submit">{t("Show these days")}</Button>
    </form>
  )
}

function Narrowed({ t, view, names }: Pick<ControlsProps, "t" | "view" | "names">) {
  const narrowed = DIMENSIONS.filter((dimension) => view.only[dimension] !== undefined)
  if (narrowed.length === 0) return null
  return (
    <ul aria-label={t("Narrowed to")} className="flex flex-wrap gap-2">
      {narrowed.map((dimension) => {
        const value = view.only[dimension]!
        const { [dimension]: _, ...only } = view.only
        const word = groupWord(t, dimension, value === NONE ? null : value, names[dimension] ?? null)
        return (
          <li key={dimension}>
            <Link
              href={figuresHref({ ...view, only })}
              className="inline-flex min-h-8 max-w-full items-center gap-2 rounded-chip border border-edge bg-sunken px-3 text-14 wrap-anywhere hover:border-ink"
            >
              <span>
                {dimensionWord(t, dimension)}: <strong>{word}</strong>
              </span>
              <span aria-hidden="true">×</span>
              <span className="sr-only">{t("Take this away")}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The same clicks, demos and purchases by link, sub-id, title … : which of them brings people, and which brings buyers. */
import Link from "next/link"
import type { Figures, Group } from "#lib/earnings/figures-sums.ts"
import { DIMENSIONS, type Dimension, type FiguresView, figuresQuery, NONE } from "#lib/earnings/figures-view.ts"
import { formatCount } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { type DeskColumn, DeskTable } from "../ui/desk-table.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { Money } from "../ui/money.tsx"
import { SegmentedControl } from "../ui/segmented-control.tsx"
import type { Params } from "../ui/table-view.ts"
import { dimensionWord, groupWord } from "./figure-words.ts"

export const FIGURES_PATH = "/dashboard/figures"
export const figuresHref = (view: FiguresView): string => `${FIGURES_PATH}?${figuresQuery(view)}`

type SplitProps = { t: Translate; view: FiguresView; figures: Figures; params: Params }

export function SplitTable({ t, view, figures, params }: SplitProps) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <SegmentedControl
        label={t("Split by")}
        name="by"
        value={view.by}
        segments={DIMENSIONS.map((by) => ({
          value: by,
          label: dimensionWord(t, by),
          href: figuresHref({ ...view, by }),
        }))}
      />
      <DeskTable
        t={t}
        caption={t("Figures split by: {what}", { what: dimensionWord(t, view.by) })}
        columns={columnsOf(t, view)}
        rows={figures.groups}
        rowKey={(group) => group.key ?? NONE}
        path={FIGURES_PATH}
        params={params}
        prefix="split."
        pageSize={25}
        empty={
          <EmptyState title={t("No clicks in these days")}>
            {t("Once somebody follows one of your links, this shows which one, from where, and what came of it.")}
          </EmptyState>
        }
      />
      {figures.hasMoreGroups && (
        <p className="text-14 text-muted">
          {t(
            "These are the {count} with the most clicks. The file of clicks has every click, so all groups can be counted from it.",
            {
              count: formatCount(figures.groups.length, t.locale),
            },
          )}
        </p>
      )}
    </div>
  )
}

/** The next thing one wants to know after choosing a value of this one. */
const nextSplit = (by: Dimension): Dimension => (by === "link" || by === "title" ? "trigger" : "link")

function columnsOf(t: Translate, view: FiguresView): DeskColumn<Group>[] {
  const word = (group: Group) => groupWord(t, view.by, group.key, group.label)
  const narrowed = (group: Group): FiguresView => ({
    ...view,
    by: nextSplit(view.by),
    only: { ...view.only, [view.by]: group.key ?? NONE },
  })
  const isCode = view.by === "link" || view.by === "sub" || /^s\d$/.test(view.by)
  return [
    {
      key: "what",
      label: dimensionWord(t, view.by),
      rowHeader: true,
      sort: word,
      search: word,
      cell: (group) => (
        <Link
          href={figuresHref(narrowed(group))}
          className={`link inline-flex min-h-6 min-w-24 items-center wrap-break-word ${isCode && group.key !== null ? "font-mono" : ""}`}
        >
          {word(group)}
        </Link>
      ),
    },
    count(t, "counted", t("Counted clicks")),
    { ...count(t, "raw", t("All clicks")), wide: true },
    { ...count(t, "demos", t("Demos")), wide: true },
    { ...count(t, "purchases", t("Purchases")), wide: true },
    {
      key: "earned",
      label: t("Earned"),
      align: "end",
      sort: (group) => group.earnedMicros,
      cell: (group) => <Money micros={group.earnedMicros} />,
    },
  ]
}

const count = (t: Translate, key: "counted" | "raw" | "demos" | "purchases", label: string): DeskColumn<Group> => ({
  key,
  label,
  align: "end",
  sort: (group) => group[key],
  cell: (group) => formatCount(group[key], t.locale),
})

/** Clicks, demos, purchases and bytes over the same days, one under the other: what led to what can be seen by looking down. */
import type { DayFigures, Figures, Totals } from "#lib/earnings/figures-sums.ts"
import { formatBytes, formatCount, formatDate, formatShare } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { cx } from "../ui/cx.ts"
import { barsPath, HEIGHT, linePath, roundTop, tickDays } from "./chart-scale.ts"
import { DayReader } from "./day-reader.tsx"

type Kind = "counted" | "demos" | "purchases" | "bytes"

export const dateOfDay = (day: string): Date => new Date(`${day}T12:00:00Z`)

export function FiguresChart({ t, figures }: { t: Translate; figures: Figures }) {
  const { days, totals, before } = figures
  const kinds: Kind[] = ["counted", "demos", "purchases", ...(totals.bytes === null ? [] : ["bytes" as const])]
  return (
    <figure className="rounded-card border border-line bg-surface p-4 md:p-6" aria-label={t("Day by day")}>
      <h2 className="sr-only">{t("Day by day")}</h2>
      <DayReader sentences={days.map((day) => daySentence(t, day))}>
        <div className="grid">
          {kinds.map((kind) => (
            <Panel key={kind} t={t} kind={kind} days={days} totals={totals} before={before} />
          ))}
        </div>
      </DayReader>
      <Dates t={t} days={days} />
    </figure>
  )
}

type PanelProps = { t: Translate; kind: Kind; days: readonly DayFigures[]; totals: Totals; before: Totals }

function Panel({ t, kind, days, totals, before }: PanelProps) {
  const write = (figure: number) => (kind === "bytes" ? formatBytes(figure, t.locale) : formatCount(figure, t.locale))
  const values = days.map((day) => day[kind] ?? 0)
  const raw = kind === "counted" ? days.map((day) => day.raw) : null
  const top = roundTop(Math.max(...values, ...(raw ?? [])), kind === "bytes" ? 1_000 : 4)
  return (
    <div className="grid gap-x-4 gap-y-2 border-t border-line py-4 first:border-0 first:pt-0 md:grid-cols-[11rem_minmax(0,1fr)]">
      <div>
        <h3 className="font-sans text-14 font-semibold tracking-normal">{kindWord(t, kind)}</h3>
        <p
          className={cx(
            "figures font-display text-28 tracking-tight",
            kind === "bytes" ? "text-carriage" : "text-referral",
          )}
        >
          {write(totals[kind] ?? 0)}
        </p>
        <p className="text-12 text-muted">{changeSentence(t, totals[kind] ?? 0, before[kind] ?? 0, write)}</p>
        {raw && (
          <p className="mt-1 flex items-center gap-1.5 text-12 text-muted">
            <span aria-hidden="true" className="h-0 w-4 border-t-2 border-muted" />
            {t("{count} in all, as they came", { count: formatCount(totals.raw, t.locale) })}
          </p>
        )}
      </div>
      <div className={cx("relative", kind === "counted" ? "h-40" : "h-20")} dir="ltr">
        <span className="figures absolute top-0 start-0 -translate-y-1/2 bg-surface pe-1 text-12 text-muted">
          {write(top)}
        </span>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${days.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-full w-full overflow-visible"
        >
          <path d={`M0 0H${days.length}M0 ${HEIGHT / 2}H${days.length}`} stroke="var(--grid-line)" {...THIN} />
          <path
            d={barsPath(values, top)}
            className={kind === "bytes" ? "text-carriage-fill" : "text-referral-fill"}
            fill="currentColor"
          />
          {raw && (
            <path
              d={linePath(raw, top)}
              fill="none"
              className="text-muted"
              stroke="currentColor"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
              strokeWidth="1.5"
            />
          )}
          <path d={`M0 ${HEIGHT}H${days.length}`} stroke="var(--axis)" {...THIN} />
        </svg>
      </div>
    </div>
  )
}

const THIN = { vectorEffect: "non-scaling-stroke", strokeWidth: 1 } as const

function Dates({ t, days }: { t: Translate; days: readonly DayFigures[] }) {
  return (
    <div aria-hidden="true" className="relative mt-1 h-5 md:ms-48" dir="ltr">
      {tickDays(days.length).map((i, place) => (
        <span
          key={days[i]!.day}
          style={{ insetInlineStart: `${(i / days.length) * 100}%` }}
          className={cx("figures absolute text-12 whitespace-nowrap text-muted", place % 2 === 1 && "hidden sm:block")}
        >
          {formatDate(dateOfDay(days[i]!.day), t.locale, "dayMonth")}
        </span>
      ))}
    </div>
  )
}

export function kindWord(t: Translate, kind: Kind): string {
  if (kind === "counted") return t("Clicks that count")
  if (kind === "demos") return t("Demos")
  return kind === "purchases" ? t("Purchases") : t("Bytes carried")
}

function changeSentence(t: Translate, now: number, before: number, write: (figure: number) => string): string {
  if (before === 0) return now === 0 ? t("None before either.") : t("None in the span before.")
  const change = (now - before) / before
  if (Math.abs(change) < 0.005) return t("As in the span before.")
  // Beyond tenfold a share says less than the figure itself.
  if (change >= 10) return t("{before} in the span before.", { before: write(before) })
  const values = { share: formatShare(Math.abs(change), t.locale), before: write(before) }
  return change > 0
    ? t("{share} more than the {before} before.", values)
    : t("{share} less than the {before} before.", values)
}

/** "23 November: 41 clicks that count of 52, 3 demos, 1 purchase, 312 MB carried." */
function daySentence(t: Translate, { day, counted, raw, demos, purchases, bytes }: DayFigures): string {
  const parts = {
    day: formatDate(dateOfDay(day), t.locale),
    clicks: t("{counted} of {raw} clicks count", {
      counted: formatCount(counted, t.locale),
      raw: formatCount(raw, t.locale),
    }),
    demos: t.n("{count} demo", "{count} demos", demos),
    purchases: t.n("{count} purchase", "{count} purchases", purchases),
  }
  if (bytes === null) return t("{day}: {clicks}, {demos}, {purchases}.", parts)
  return t("{day}: {clicks}, {demos}, {purchases}, {bytes} carried.", { ...parts, bytes: formatBytes(bytes, t.locale) })
}

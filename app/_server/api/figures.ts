/** Figures: clicks, demos, purchases, earnings and bytes by day and by what tells them apart. */
import "server-only"
import { z } from "zod"
import { idOf, money, moneyOf } from "#lib/api/shapes.ts"
import { CLICK_DEVICES, CLICK_FLAGS, CLICK_TRIGGERS } from "#lib/attribution/click.ts"
import { figuresOf } from "#lib/earnings/figures-queries.ts"
import type { Figures, Totals } from "#lib/earnings/figures-sums.ts"
import { DIMENSIONS, type FiguresView, MAX_DAYS } from "#lib/earnings/figures-view.ts"
import { m } from "#lib/kernel/messages.ts"
import { isInOurYears } from "#lib/kernel/period.ts"
import { addToDay, dayIn, daysBetween, parseZone, UTC } from "#lib/kernel/zoned-day.ts"
import { FieldsRefused } from "./check.ts"
import { endpoint } from "./endpoint.ts"

const sums = {
  counted: z.int().describe(m("Clicks that count.")),
  raw: z.int().describe(m("Every click as it came.")),
  demos: z.int().describe(m("Demos of which something was downloaded.")),
  purchases: z.int(),
  bytes: z.string().nullable().describe(m("Carried by your nodes; null where bytes cannot be told apart.")),
}
const Sums = z.strictObject(sums)

const Answer = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  zone: z.string(),
  by: z.enum(DIMENSIONS),
  totals: Sums,
  before: Sums.describe(m("The same over as many days before.")),
  days: z.array(z.strictObject({ day: z.iso.date(), ...sums })).describe(m("Oldest first.")),
  groups: z
    .array(
      z.strictObject({
        key: z
          .string()
          .nullable()
          .describe(m("The link's or title's id, the tag, the host …; null: clicks without one.")),
        label: z.string().nullable(),
        counted: z.int(),
        raw: z.int(),
        demos: z.int(),
        purchases: z.int(),
        earned: money().describe(m("Referral as earned at the captures.")),
      }),
    )
    .describe(m("Most counted clicks first; at most 200.")),
  more_groups: z.boolean(),
  not_counted: z
    .record(z.enum([...CLICK_FLAGS, "double"]), z.int())
    .describe(m("Clicks that do not count, by the reason.")),
})

const AS_DAY = "Send a day such as 2026-11-23."
const day = () => z.iso.date(AS_DAY).refine(isInOurYears, AS_DAY)
const tag = () => z.string().min(1).max(100).optional()

const subTag = () => tag().describe(m("Only this tag; - for clicks without one."))

const Query = z.strictObject({
  from: day().optional().describe(m("First day; 30 days before the last when left out.")),
  to: day().optional().describe(m("Last day, today when left out.")),
  zone: z.string().max(100).default(UTC).describe(m("The time zone whose days these are, such as Europe/Berlin.")),
  by: z.enum(DIMENSIONS).default("link").describe(m("What the groups are told apart by.")),
  link: idOf("link", "lnk").optional().describe(m("Only this link.")),
  title: idOf("title", "ttl").optional().describe(m("Only this title.")),
  sub: tag().describe(m("Only this sub-id; - for clicks without one.")),
  ...{ s1: subTag(), s2: subTag(), s3: subTag(), s4: subTag(), s5: subTag() },
  host: tag().describe(m("Only visitors who came from this host.")),
  trigger: z.enum(CLICK_TRIGGERS).optional(),
  device: z.enum(CLICK_DEVICES).optional(),
})

export const getFigures = endpoint(
  {
    name: "getFigures",
    method: "GET",
    path: "/api/v1/figures",
    scope: "figures:read",
    summary: m("What your links and nodes brought, by day and by what tells it apart."),
    notes: m("Up to 366 days; money is in dollars."),
    query: Query,
    answer: Answer,
    cost: 5,
  },
  async ({ deps, caller, query }) => {
    const view = viewOf(query, deps.clock.now())
    return { answer: figuresBody(view, await figuresOf(deps.db, caller.actor.userId, view)) }
  },
)

/** Unlike on the page nothing falls back: a program is told what it got wrong. */
function viewOf({ from, to, zone: typed, by, ...only }: z.output<typeof Query>, now: Date): FiguresView {
  const zone = parseZone(typed)
  if (!zone) throw new FieldsRefused([{ field: "zone", detail: "There is no such time zone." }])
  const last = to ?? dayIn(now, zone)
  const first = from ?? addToDay(last, -29)
  const count = daysBetween(first, last) + 1
  if (count < 1 || count > MAX_DAYS)
    throw new FieldsRefused([{ field: "from", detail: `A span has 1 to ${MAX_DAYS} days.` }])
  return { range: "custom", from: first, to: last, zone, by, only: withoutGaps(only) }
}

const withoutGaps = (only: Record<string, string | undefined>): FiguresView["only"] =>
  Object.fromEntries(Object.entries(only).filter(([, value]) => value !== undefined))

const sumsBody = ({ counted, raw, demos, purchases, bytes }: Totals): z.input<typeof Sums> => ({
  ...{ counted, raw, demos, purchases },
  bytes: bytes === null ? null : String(bytes),
})

const figuresBody = (view: FiguresView, figures: Figures): z.input<typeof Answer> => ({
  ...{ from: view.from, to: view.to, zone: view.zone, by: view.by },
  totals: sumsBody(figures.totals),
  before: sumsBody(figures.before),
  days: figures.days.map(({ day: on, ...sum }) => ({ day: on, ...sumsBody(sum) })),
  groups: figures.groups.map(({ key, label, counted, raw, demos, purchases, earnedMicros }) => ({
    ...{ key, label, counted, raw, demos, purchases },
    earned: moneyOf(earnedMicros),
  })),
  more_groups: figures.hasMoreGroups,
  not_counted: figures.notCounted,
})

/** Clicks one by one, as they came: with their flags, so that what counts can be counted again. */
import "server-only"
import { z } from "zod"
import { isInstant, readCursor } from "#lib/api/cursor.ts"
import { idOf, instant, instantOf, listAnswer, listOf, listQuery, when, whenOf, yesNo } from "#lib/api/shapes.ts"
import { CLICK_DEVICES, CLICK_FLAGS, CLICK_TRIGGERS } from "#lib/attribution/click.ts"
import { type ClickView, pageOfClicks } from "#lib/attribution/click-pages.ts"
import { isClickId } from "#lib/attribution/visit.ts"
import { UTM_KEYS } from "#lib/fans/utm.ts"
import { m } from "#lib/kernel/messages.ts"
import { endpoint } from "./endpoint.ts"

const Click = z
  .strictObject({
    id: z.string(),
    at: instant(),
    link: z.strictObject({ id: z.string(), code: z.string() }),
    counted: z.boolean().describe(m("Whether it is in your figures.")),
    flag: z
      .enum(CLICK_FLAGS)
      .nullable()
      .describe(m("Why it does not count: no person followed a link, or it was yourself.")),
    double_of: z.string().nullable().describe(m("The click of the same visitor within the hour before.")),
    trigger: z.enum(CLICK_TRIGGERS).nullable().describe(m("How the visitor met the link.")),
    device: z.enum(CLICK_DEVICES).nullable(),
    referer_host: z.string().nullable(),
    path: z.string().nullable().describe(m("What stood behind the code in the address.")),
    sub_ids: z.array(z.string().nullable()).length(6).describe(m("s, then s1 to s5.")),
    utm: z.partialRecord(z.enum(UTM_KEYS), z.string()).nullable(),
  })
  .meta({ id: "Click" })

const clickBody = (click: ClickView): z.input<typeof Click> => ({
  id: click.id,
  at: instantOf(click.at),
  link: { id: click.linkId, code: click.linkCode },
  counted: click.flag === null && click.dupOf === null,
  flag: click.flag,
  double_of: click.dupOf,
  trigger: click.trigger,
  device: click.device,
  referer_host: click.refererHost,
  path: click.deepPath,
  sub_ids: click.subIds,
  utm: click.utm,
})

export const listClicks = endpoint(
  {
    name: "listClicks",
    method: "GET",
    path: "/api/v1/clicks",
    scope: "figures:read",
    summary: m("Every click on your links, newest first, counted or not."),
    notes: m("Nothing of a visitor is in it: no address, no name, no number that would tell them again tomorrow."),
    query: z.strictObject({
      ...listQuery,
      link: idOf("link", "lnk").optional().describe(m("Only clicks on this link.")),
      from: when().optional().describe(m("From this instant on.")),
      to: when().optional().describe(m("Before this instant.")),
      counted: yesNo().describe(m("Only those that count, or only those that do not.")),
    }),
    answer: listOf(Click),
  },
  async ({ deps, caller, query: { limit, cursor, link = null, from, to, counted = null } }) => {
    const [at, id] = cursor ? readCursor("clicks", cursor, [isInstant, isClickId]) : []
    const after = at && id ? { at: new Date(at), id } : null
    const page = { after, limit, linkId: link, from: whenOf(from), to: whenOf(to), counted }
    const rows = await pageOfClicks(deps.db, caller.actor.userId, page)
    const place = (click: ClickView) => [instantOf(click.at), click.id]
    return listAnswer("clicks", rows, limit, { place, item: clickBody })
  },
)

/** Creator codes: the words a fan says aloud, and what each has brought. */
import "server-only"
import { z } from "zod"
import { instant, instantOf, instantOrNull, listOf, money, moneyOf } from "#lib/api/shapes.ts"
import { codeFigures } from "#lib/earnings/code-figures.ts"
import { listCodes } from "#lib/fans/code-queries.ts"
import { m } from "#lib/kernel/messages.ts"
import { ZERO_MICROS } from "#lib/kernel/money.ts"
import { endpoint } from "./endpoint.ts"

const Code = z
  .strictObject({
    id: z.string(),
    code: z.string(),
    state: z.enum(["live", "retired"]),
    buyers: z.int().describe(m("How many have typed it.")),
    demos: z.int(),
    sales: z.int().describe(m("Sales it was credited with.")),
    earned: money().describe(m("What stands after refunds.")),
    claimed_at: instant(),
    retired_at: instant().nullable(),
  })
  .meta({ id: "Code" })

const NOTHING = { buyers: 0, demos: 0, sales: 0, earnedMicros: ZERO_MICROS }

export const listOwnCodes = endpoint(
  {
    name: "listCodes",
    method: "GET",
    path: "/api/v1/codes",
    scope: "codes:read",
    summary: m("Your creator codes and what each has brought. There are few, so they come as one page."),
    answer: listOf(Code),
  },
  async ({ deps, caller: { actor } }) => {
    const codes = await listCodes(deps.db, actor.userId)
    const figures = await codeFigures(deps.db, actor.userId)
    const items = codes.map(({ codeId, code, claimedAt, retiredAt }) => {
      const { earnedMicros, ...counts } = figures.get(codeId) ?? NOTHING
      const state = retiredAt ? ("retired" as const) : ("live" as const)
      const times = { claimed_at: instantOf(claimedAt), retired_at: instantOrNull(retiredAt) }
      return { id: codeId, code, state, ...counts, earned: moneyOf(earnedMicros), ...times }
    })
    return { answer: { items, next_cursor: null } }
  },
)

"use server"
/** What an operator does by hand: close a flag; in the sample world, move the clock. */
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { moveClock } from "#lib/clock/move-clock.ts"
import { DAY_MS } from "#lib/kernel/period.ts"
import { closeFlag } from "#lib/operate/close-flag.ts"

const MOVE = z.object({
  days: z.coerce.number("Write a number of days.").int().min(1, "At least one day.").max(400, "At most 400 days."),
})

export const moveTime = action(async (form) => {
  await requireActor("operator")
  const { days } = parseForm(form, MOVE)
  const { offsetMs } = await moveClock(deps(), { byMs: days * DAY_MS })
  return {
    done: `The clock moved ${days} days on; it is ${Math.round(offsetMs / DAY_MS)} days ahead. Holds and payout runs follow within seconds.`,
  }
})

const FLAG = z.object({ flagId: z.string().max(64) })

export const releaseFlag = action(async (form) => {
  const actor = await requireActor("operator")
  const { released } = await closeFlag(deps(), { actor, ...parseForm(form, FLAG) })
  return { done: `Closed. ${released} held lines go on to mature.` }
})

/** Why a sum is not paid yet: a code, a sentence and a date. */
import { z } from "zod"
import { instant, instantOrNull, money, moneyOf } from "#lib/api/shapes.ts"
import type { LineView } from "#lib/earnings/line-state.ts"
import { m } from "#lib/kernel/messages.ts"

export const Reason = z.strictObject({
  amount: money(),
  code: z.string().describe(m("Stable; such as hold, held, processing, next_run, payee_missing.")),
  reason: z.string().describe(m("The same as an English sentence.")),
  next_change_at: instant().nullable().describe(m("The earliest instant at which this can change.")),
})

type Unpaid = Omit<LineView["unpaid"][number], "code" | "nextChangeAt"> & { code: string; nextChangeAt: Date | null }

export const reasonBody = ({ amountMicros, code, reason, nextChangeAt }: Unpaid): z.input<typeof Reason> => ({
  ...{ amount: moneyOf(amountMicros), code, reason },
  next_change_at: instantOrNull(nextChangeAt),
})

/** Shapes that several endpoints share: ids, money, instants, spans, and lists with cursors. */
import { z } from "zod"
import { pageOf } from "#lib/api/cursor.ts"
import type { Id, IdKind } from "#lib/kernel/ids.ts"
import { m } from "#lib/kernel/messages.ts"
import { type Cents, centsToDecimal, type Micros, microsToDecimal } from "#lib/kernel/money.ts"
import { isInOurYears } from "#lib/kernel/period.ts"

/** An id in a request; the same shape as `isId` asks for. */
export const idOf = <K extends IdKind>(_kind: K, prefix: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`),
      `Send an id that begins with ${prefix}_.`,
    ) as unknown as z.ZodType<Id<K>, string>

/** Instants in answers: UTC with milliseconds. */
export const instant = () => z.iso.datetime({ precision: 3 })
export const instantOf = (at: Date): string => at.toISOString()
export const instantOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

const AS_INSTANT = "Send an instant such as 2026-11-23T12:00:00Z."
/** An instant in a request, with its zone. */
export const when = () =>
  z.iso.datetime({ offset: true, error: AS_INSTANT }).refine(isInOurYears, { error: AS_INSTANT })
export const whenOf = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text))

/** Dollars as a decimal string, two to six decimals: "1.4995". Never a float. */
export const money = () => z.string().regex(/^-?\d+\.\d{2,6}$/)
export const moneyOf = (amount: Micros): string => microsToDecimal(amount)
export const priceOf = (price: Cents): string => centsToDecimal(price)

export const MAX_LIMIT = 200
const WHOLE = "Send a whole number from 1 to 200."

/** What every list can be asked for. */
export const listQuery = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, WHOLE)
    .transform(Number)
    .pipe(z.number().int().min(1, WHOLE).max(MAX_LIMIT, WHOLE))
    .default(50)
    .describe(m("How many at most, 1 to 200.")),
  cursor: z.string().max(300).optional().describe(m("Where to go on: next_cursor of the page before.")),
}

export const listOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next_cursor: z.string().nullable().describe(m("For the next page; null on the last.")),
  })

/** The answer of a list out of rows of which there may be one more than asked for. */
export function listAnswer<R, T>(
  list: string,
  rows: readonly R[],
  limit: number,
  of: { place: (row: R) => readonly string[]; item: (row: R) => T },
): { answer: { items: T[]; next_cursor: string | null } } {
  const { items, nextCursor } = pageOf(list, rows, limit, of.place)
  return { answer: { items: items.map(of.item), next_cursor: nextCursor } }
}

export const yesNo = () =>
  z
    .enum(["true", "false"], "Send true or false.")
    .transform((word) => word === "true")
    .optional()

/** A basis point is 1/100 of a percent. */
export const bps = () => z.number().int().min(0).max(10_000)

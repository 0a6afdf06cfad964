/** By what somebody was brought, as programs of the fan who did read it. */
import { z } from "zod"
import type { WinningTouch } from "#lib/earnings/winning-touch.ts"
import { m } from "#lib/kernel/messages.ts"

export const winningTouchFields = {
  link: z
    .strictObject({ id: z.string(), code: z.string() })
    .nullable()
    .describe(m("Your link that brought the buyer; null where a code did.")),
  sub_id: z.string().nullable().describe(m("Your own tag on that click.")),
  code: z.string().nullable().describe(m("Your creator code that the buyer typed.")),
}

type Body = { link: { id: string; code: string } | null; sub_id: string | null; code: string | null }

/** Null: it was not this fan who brought the buyer. */
export const winningTouchBody = (touch: WinningTouch | null): Body => ({
  link: touch?.linkId && touch.linkCode ? { id: touch.linkId, code: touch.linkCode } : null,
  sub_id: touch?.subId ?? null,
  code: touch?.code || null,
})

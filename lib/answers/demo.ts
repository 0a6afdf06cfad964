/** A demo somebody started through a fan, as that fan's programs read it: never who it was. */
import { z } from "zod"
import { instant, instantOf } from "#lib/api/shapes.ts"
import type { BroughtDemo } from "#lib/earnings/brought-demo.ts"
import { m } from "#lib/kernel/messages.ts"
import { winningTouchBody, winningTouchFields } from "./winning-touch.ts"

export const Demo = z
  .strictObject({
    id: z.string(),
    title: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
    ...winningTouchFields,
    started_at: instant(),
    ends_at: instant().nullable(),
    counts_until: instant().describe(m("A purchase before this instant is yours.")),
  })
  .meta({ id: "Demo" })

export const demoBody = (demo: BroughtDemo): z.input<typeof Demo> => ({
  id: demo.id,
  title: { id: demo.titleId, slug: demo.titleSlug, name: demo.titleName },
  ...winningTouchBody(demo),
  started_at: instantOf(demo.startedAt),
  ends_at: demo.endsAt ? instantOf(demo.endsAt) : null,
  counts_until: instantOf(demo.countsUntil),
})

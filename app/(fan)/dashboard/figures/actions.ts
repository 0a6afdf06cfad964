"use server"
/** The reader's time zone, kept in this browser. */
import { redirect } from "next/navigation"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { keepZone } from "#app/_server/kept-zone.ts"
import { requireActor } from "#app/_server/session.ts"
import { figuresHref } from "#components/figures/split-table.tsx"
import { parseFiguresView } from "#lib/earnings/figures-view.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { parseZone } from "#lib/kernel/zoned-day.ts"

const CHOICE = z.object({ zone: z.string().max(100), query: z.string().max(4_000) })

export const chooseZone = action(async (form) => {
  await requireActor("fan")
  const { zone: typed, query } = parseForm(form, CHOICE)
  const zone = parseZone(typed)
  if (!zone)
    throw new AppError("invalid_input", "There is no such time zone. Write its name like Europe/Berlin or UTC.", {
      field: "zone",
    })
  await keepZone(zone)
  const params = { ...Object.fromEntries(new URLSearchParams(query)), zone }
  redirect(figuresHref(parseFiguresView(params, deps().clock.now())))
})

"use server"
/** What every table with kept views can do: keep the present one under a name, forget one. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { forgetView } from "#lib/views/forget-view.ts"
import { saveView } from "#lib/views/save-view.ts"
import { VIEW_LIMITS } from "#lib/views/saved-view.ts"
import { action, parseForm } from "./action.ts"
import { deps } from "./deps.ts"
import { requireActor } from "./session.ts"
import { words } from "./words.ts"

const KEEP = z.object({
  tableKey: z.string().max(100),
  name: z.string().max(500),
  query: z.string().max(VIEW_LIMITS.queryChars),
})
const FORGET = z.object({ viewId: z.custom<Id<"view">>((v) => isId("view", v), "That is no view.") })

export const keepView = action(async (form) => {
  const actor = await requireActor()
  await saveView(deps(), { ...parseForm(form, KEEP), actor })
  revalidatePath("/", "layout")
  const t = await words()
  return { done: t("The view is kept."), values: { name: "" } }
})

export async function dropView(form: FormData): Promise<void> {
  const actor = await requireActor()
  await forgetView(deps(), { ...parseForm(form, FORGET), actor })
  revalidatePath("/", "layout")
}

"use server"
/** What the page of choices can do. */
import { revalidatePath } from "next/cache"
import { z } from "zod"
import { action, parseForm } from "#app/_server/action.ts"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { words } from "#app/_server/words.ts"
import { tryAddressAgain } from "#lib/mail/refused-address.ts"
import { CHOSEN_CATEGORIES, NOTICE_CHANNELS, type NoticeChoices } from "#lib/notices/notice-state.ts"
import { saveChoices } from "#lib/notices/save-choices.ts"

const channel = z.enum(NOTICE_CHANNELS).optional()
const CHOICES = z.object({
  ...Object.fromEntries(CHOSEN_CATEGORIES.map((category) => [category, channel])),
  digest: z.literal("weekly").optional(),
})

export const saveNoticeChoices = action(async (data) => {
  const t = await words()
  const typed = parseForm(data, CHOICES) as Partial<NoticeChoices>
  // A box that is not ticked is not sent.
  const choices = { ...typed, digest: typed.digest ?? "app" } as const
  await saveChoices(deps(), { userId: (await requireActor()).userId, choices })
  revalidatePath("/settings/notifications")
  return { done: t("Saved.") }
})

export const askAddressAgain = action(async () => {
  const t = await words()
  const { email } = await requireActor()
  await tryAddressAgain(deps(), email)
  revalidatePath("/settings/notifications")
  return { done: t("The next notice is mailed there again.") }
})

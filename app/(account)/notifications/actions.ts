"use server"
/** What the list of notifications can do. */
import { revalidatePath } from "next/cache"
import { deps } from "#app/_server/deps.ts"
import { requireActor } from "#app/_server/session.ts"
import { isId } from "#lib/kernel/ids.ts"
import { markAllRead } from "#lib/notices/mark-read.ts"

export async function markNoticesRead(form: FormData): Promise<void> {
  const { userId } = await requireActor()
  const upTo = form.get("upTo")
  if (!isId("notice", upTo)) return
  await markAllRead(deps(), { userId, upTo })
  revalidatePath("/", "layout")
}

/** Opens one notification: marks it as read and leads to what it is about. */
import { deps } from "#app/_server/deps.ts"
import { currentActor } from "#app/_server/session.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { openNotice } from "#lib/notices/mark-read.ts"

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  const { id } = await params
  const actor = await currentActor()
  if (!actor) return seeOther(`/sign-in?callbackUrl=${encodeURIComponent("/notifications")}`)
  if (!isId("notice", id)) return seeOther("/notifications")
  try {
    return seeOther(await openNotice(deps(), { userId: actor.userId, noticeId: id }))
  } catch (error) {
    if (error instanceof AppError) return seeOther("/notifications")
    throw error
  }
}

const seeOther = (path: string): Response =>
  new Response(null, { status: 303, headers: { location: path, "cache-control": "no-store" } })

/** Removes one of the account's own pictures; `conflict` while anything shows it. */
import { deps } from "#app/_server/deps.ts"
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { removePicture } from "#lib/media/remove-picture.ts"

type Context = { params: Promise<{ id: string }> }

export const DELETE = route<Context>(
  async (_request, { params }) => {
    const actor = await requireActor()
    const { id } = await params
    if (!isId("picture", id)) throw new AppError("not_found", "You have no such picture.")
    await removePicture(deps(), { actor, id })
    return new Response(null, { status: 204 })
  },
  { ownPagesOnly: true },
)

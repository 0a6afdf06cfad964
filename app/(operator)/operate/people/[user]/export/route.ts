/** An operator downloads a person's data, written down with a reason first. */
import { z } from "zod"
import { deps } from "#app/_server/deps.ts"
import { exportResponse } from "#app/_server/export-response.ts"
import { parse, readBody, route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { noteExport } from "#lib/operate/note-export.ts"

type Context = { params: Promise<{ user: string }> }

export const POST = route<Context>(
  async (request, { params }) => {
    const actor = await requireActor("operator")
    const { user } = await params
    if (!isId("user", user)) throw new AppError("not_found", "There is no such account.")
    const typed = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(await readBody(request))))
    const { reason } = parse(typed, z.object({ reason: z.string().max(4_000) }))
    await noteExport(deps(), { actor, userId: user, reason })
    return exportResponse(user)
  },
  { ownPagesOnly: true },
)

/** The frame of everything the page editor asks: a fan, one of the fan's sites, one of our own pages asking. */
import { route } from "#app/_server/route.ts"
import { requireActor } from "#app/_server/session.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

type Context = { params: Promise<{ site: string }> }
type Asked = { actor: Actor; siteId: Id<"site"> }

/** Whose site it is, the use case checks. */
export const ownPage = (work: (request: Request, asked: Asked) => Promise<Response>) =>
  route<Context>(
    async (request, { params }) => {
      const actor = await requireActor("fan")
      const { site } = await params
      if (!isId("site", site)) throw new AppError("not_found", "You have no such site.")
      return work(request, { actor, siteId: site })
    },
    { ownPagesOnly: true },
  )

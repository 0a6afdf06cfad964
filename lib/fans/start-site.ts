/** The first site in one step: a name, and where it is; without a site of one's own, its page here is the site. */
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { createSite } from "#lib/fans/create-site.ts"
import { slugFor } from "#lib/fans/site-slug.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

/** A name so common that so many have taken it deserves one of the fan's own. */
const ATTEMPTS = 20

/** `url` null: no site yet. Errors: invalid_input (name, url), conflict (too many sites), already_exists (name). */
export async function startSite(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: { actor: Actor; name: string; url: string | null },
): Promise<{ siteId: Id<"site">; slug: string }> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const slug = slugFor(input.name, attempt)
    const url = input.url ?? `${deps.config.publicUrl}/s/${slug}`
    try {
      return await createSite(deps, { actor: input.actor, name: input.name, slug, url, words: "" })
    } catch (error) {
      if (!(error instanceof AppError && error.code === "already_exists")) throw error
    }
  }
  throw new AppError("already_exists", "Many sites have this name; choose one that is yours alone.", { field: "name" })
}

/** An operator and the parts of deps that operators' use cases need, over a catalog or sale world. */
import type { Db } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { PageCaches } from "#lib/fans/page-caches.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"

export async function makeOperator(db: Db, at: Date): Promise<Actor> {
  const userId = newId("user", at)
  const email = "vera@operator.test"
  await db.insert(users).values({ id: userId, email, emailVerified: at, roles: ["operator"], createdAt: at })
  return { userId, roles: ["operator"], email }
}

/** Remembers what it was told to forget. */
export function toldCaches(): PageCaches & { titles: Id<"title">[]; owners: Id<"user">[] } {
  const titles: Id<"title">[] = []
  const owners: Id<"user">[] = []
  return {
    titles,
    owners,
    titleChanged: async (id) => void titles.push(id),
    ownerChanged: async (id) => void owners.push(id),
    linkChanged: async () => {},
  }
}

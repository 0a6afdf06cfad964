/** Gives an account another role: fan and publisher one takes for oneself, operator is given by who runs the place. */
import { and, eq, not, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { type Role, users } from "#db/schema/auth.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { Actor } from "./actor.ts"
import { parseEmail } from "./email-address.ts"

/** A role one has already is a no-op. Throws forbidden for operator. */
export async function addRole(deps: Pick<Deps, "db">, input: { actor: Actor; role: Role }): Promise<void> {
  if (input.role === "operator") throw new AppError("forbidden", "The role operator is given, not taken.")
  await inTx(deps.db, "auth.add-role", (tx) => appendRole(tx, input.actor.userId, input.role))
}

/** For the command line and the sample world: there is no page for it. Throws not_found. */
export async function grantOperator(deps: Pick<Deps, "db">, input: { email: string }): Promise<void> {
  const email = parseEmail(input.email)
  await inTx(deps.db, "auth.grant-operator", async (tx) => {
    const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
    if (!user) throw new AppError("not_found", `No account has the address ${email}.`)
    await appendRole(tx, user.id, "operator")
  })
}

async function appendRole(tx: Tx, userId: Id<"user">, role: Role): Promise<void> {
  await tx
    .update(users)
    .set({ roles: sql`array_append(${users.roles}, ${role})` })
    .where(and(eq(users.id, userId), not(sql`${role} = any(${users.roles})`)))
}

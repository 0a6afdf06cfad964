/** Who is asking: the signed-in account as use cases see it, and what its roles let it do. */
import type { Role } from "#db/schema/auth.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"

export type { Role }
export type Actor = { userId: Id<"user">; roles: readonly Role[]; email: string }

export const hasRole = (actor: Actor, role: Role): boolean => actor.roles.includes(role)

/** Throws forbidden when the account lacks the role. */
export function assertRole(actor: Actor, role: Role): void {
  if (!hasRole(actor, role)) throw new AppError("forbidden", `This needs the role ${role} on your account.`)
}

/** next-auth's view of our accounts: every call is one of our use cases or queries. */
import "server-only"
import type { Adapter, AdapterAccount, AdapterUser } from "next-auth/adapters"
import { confirmByLink } from "#lib/auth/confirm-by-link.ts"
import { linkProvider } from "#lib/auth/link-provider.ts"
import { openProvedAccount } from "#lib/auth/open-proved-account.ts"
import { type Account, findAccount, findAccountByEmail, findAccountByProvider, getAccount } from "#lib/auth/queries.ts"
import { saveSignInToken, spendSignInToken } from "#lib/auth/sign-in-token.ts"
import type { Deps } from "#lib/deps.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

export const adapterUser = (account: Account): AdapterUser => ({
  id: account.userId,
  email: account.email,
  emailVerified: account.emailVerifiedAt,
  name: account.name,
})

const orNull = (account: Account | null): AdapterUser | null => (account ? adapterUser(account) : null)

function userId(id: string): Id<"user"> {
  invariant(isId("user", id), "next-auth hands back the ids we gave it")
  return id
}

/** Accounts are made only by a used link or a provider that proved the address, so they are confirmed at once. */
export function authAdapter(deps: Pick<Deps, "db" | "config">): Adapter {
  const { db } = deps
  return {
    async createUser(user: Omit<AdapterUser, "id">) {
      return adapterUser(await openProvedAccount(deps, { email: user.email }))
    },
    getUser: async (id) => (isId("user", id) ? orNull(await findAccount(db, id)) : null),
    getUserByEmail: async (email) => orNull(await findAccountByEmail(db, email)),
    getUserByAccount: async (account) => orNull(await findAccountByProvider(db, account)),
    async updateUser(user) {
      if (user.emailVerified) await confirmByLink(deps, { userId: userId(user.id) })
      return adapterUser(await getAccount(db, userId(user.id)))
    },
    async linkAccount({ provider, providerAccountId, type, userId: id }: AdapterAccount) {
      await linkProvider(deps, { provider, providerAccountId, type, userId: userId(id) })
    },
    async createVerificationToken(token) {
      await saveSignInToken(deps, token)
      return token
    },
    useVerificationToken: (token) => spendSignInToken(deps, token),
  }
}

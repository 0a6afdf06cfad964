/** How people sign in, in next-auth's terms: password, confirmation link, sign-in link, and GitHub or Google when configured. */
import "server-only"
import { createHmac } from "node:crypto"
import type { NextAuthOptions, User } from "next-auth"
import CredentialsProvider from "next-auth/providers/credentials"
import type { EmailConfig } from "next-auth/providers/email"
import { countAttempt } from "#lib/auth/attempt-limit.ts"
import { checkPassword } from "#lib/auth/check-password.ts"
import { confirmEmail } from "#lib/auth/confirm-email.ts"
import { parseEmail } from "#lib/auth/email-address.ts"
import { type Account, findAccount } from "#lib/auth/queries.ts"
import { mailSignInLink, SIGN_IN_LINK_SECONDS } from "#lib/auth/sign-in-token.ts"
import type { Config } from "#lib/config.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { isId } from "#lib/kernel/ids.ts"
import { adapterUser, authAdapter } from "./auth-adapter.ts"
import { identityProviders, isAddressProved } from "./identity-providers.ts"
import { ADDRESS_HEADER, clientAddress } from "./request-info.ts"
import { ownPath } from "./safe-path.ts"

type AuthDeps = Pick<Deps, "db" | "config">
const SESSION_SECONDS = 30 * 24 * 60 * 60

/** Derived, so that every process of one installation has it and no setting is added. */
export const sessionSecret = (config: Pick<Config, "masterKey">): string =>
  createHmac("sha256", config.masterKey).update("next-auth session").digest("base64url")

export const usesSecureCookies = (config: Pick<Config, "publicUrl">): boolean => config.publicUrl.startsWith("https://")

/** `onRefusal` hears a refusal whole; next-auth itself passes on only its words. */
export function authOptions(deps: AuthDeps, onRefusal: (error: AppError) => void = () => {}): NextAuthOptions {
  const { config } = deps
  // next-auth reads where it stands from the environment alone; otherwise it would believe the Host header.
  process.env.NEXTAUTH_URL ??= config.publicUrl
  return {
    secret: sessionSecret(config),
    useSecureCookies: usesSecureCookies(config),
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    adapter: authAdapter(deps),
    providers: [
      passwordProvider(deps, onRefusal),
      confirmationProvider(deps, onRefusal),
      linkProvider(deps, onRefusal),
      ...identityProviders(config),
    ],
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/check-your-mail" },
    callbacks: callbacks(deps),
    theme: { colorScheme: "auto" },
  }
}

function callbacks({ db, config }: AuthDeps): NonNullable<NextAuthOptions["callbacks"]> {
  return {
    async signIn({ user, account, profile }) {
      if (account?.type === "oauth" && !isAddressProved(profile)) return "/sign-in?error=AddressNotProved"
      const known = isId("user", user.id) ? await findAccount(db, user.id) : null
      return !known?.suspendedAt
    },
    // Runs with `user` only at sign-in; the epoch stays as it was then until the password changes.
    async jwt({ token, user }) {
      if (!user || !isId("user", user.id)) return token
      const account = await findAccount(db, user.id)
      return account ? { sub: account.userId, epoch: account.epoch } : token
    },
    redirect: ({ url }) => `${config.publicUrl}${ownPath(url, config.publicUrl)}`,
  }
}

async function orRefusal(work: Promise<Account>, onRefusal: (error: AppError) => void): Promise<User> {
  try {
    return adapterUser(await work)
  } catch (error) {
    if (error instanceof AppError) onRefusal(error)
    throw error
  }
}

const addressOf = (headers: Record<string, string> | undefined) => headers?.[ADDRESS_HEADER] ?? "0.0.0.0"

const passwordProvider = (deps: AuthDeps, onRefusal: (error: AppError) => void) =>
  CredentialsProvider({
    id: "credentials",
    name: "password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: (typed, request) => {
      const input = { email: String(typed?.email ?? ""), password: String(typed?.password ?? "") }
      return orRefusal(checkPassword(deps, { ...input, address: addressOf(request.headers) }), onRefusal)
    },
  })

/** The link in the confirmation mail also signs in. */
const confirmationProvider = (deps: AuthDeps, onRefusal: (error: AppError) => void) =>
  CredentialsProvider({
    id: "confirmation",
    name: "confirmation",
    credentials: { token: {}, proof: {}, password: {} },
    authorize: (typed, request) => {
      const input = {
        token: String(typed?.token ?? ""),
        proof: typed?.proof || undefined,
        password: typed?.password || undefined,
        address: addressOf(request.headers),
      }
      return orRefusal(confirmEmail(deps, input), onRefusal)
    },
  })

/** Written out, because next-auth's own provider brings an SMTP server of its own; our mails have one way out. */
const linkProvider = (deps: AuthDeps, onRefusal: (error: AppError) => void): EmailConfig => ({
  id: "email",
  type: "email",
  name: "Email",
  server: "",
  from: deps.config.mailFrom,
  maxAge: SIGN_IN_LINK_SECONDS,
  options: {},
  normalizeIdentifier: (typed) => parseEmail(typed),
  sendVerificationRequest: async ({ identifier, url }) => {
    await countAttempt(deps.db, "mail", { account: identifier, address: await clientAddress() }).catch(
      (error: unknown) => {
        if (error instanceof AppError) onRefusal(error)
        throw error
      },
    )
    const landing = new URL("/sign-in/link", deps.config.publicUrl)
    landing.search = new URL(url).search
    await mailSignInLink(deps, { email: identifier, url: landing.href })
  },
})

/** GitHub and Google, when configured: only addresses they themselves have verified are believed. */
import "server-only"
import type { NextAuthOptions, Profile } from "next-auth"
import GitHub from "next-auth/providers/github"
import Google from "next-auth/providers/google"
import { z } from "zod"
import type { Config } from "#lib/config.ts"

const TIMEOUT_MS = 10_000
const gitHubUser = z.looseObject({ id: z.number(), name: z.string().nullish(), login: z.string() })
const gitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() })).max(1000)

export function identityProviders(config: Pick<Config, "github" | "google">): NextAuthOptions["providers"] {
  const providers: NextAuthOptions["providers"] = []
  if (config.github) {
    const { id, secret } = config.github
    // The address on a GitHub profile may be anybody's; the list of addresses says which are verified.
    providers.push(GitHub({ clientId: id, clientSecret: secret, userinfo: { request: readGitHub } }))
  }
  if (config.google) providers.push(Google({ clientId: config.google.id, clientSecret: config.google.secret }))
  return providers
}

/** The names of the configured ones, for the sign-in page. */
export const identityProviderNames = (config: Pick<Config, "github" | "google">): { id: string; name: string }[] => [
  ...(config.github ? [{ id: "github", name: "GitHub" }] : []),
  ...(config.google ? [{ id: "google", name: "Google" }] : []),
]

/** Whether the provider vouches for the profile's address (OpenID Connect's claim; ours for GitHub). */
export const isAddressProved = (profile: Profile | undefined): boolean =>
  (profile as { email_verified?: unknown } | undefined)?.email_verified === true

async function readGitHub({
  tokens,
}: {
  tokens: { access_token?: string }
}): Promise<Profile & Record<string, unknown>> {
  const user = gitHubUser.parse(await ask("https://api.github.com/user", tokens.access_token))
  const emails = gitHubEmails.parse(await ask("https://api.github.com/user/emails", tokens.access_token))
  const primary = emails.find((e) => e.primary && e.verified)
  return {
    id: user.id,
    login: user.login,
    name: user.name ?? user.login,
    sub: String(user.id),
    email: primary?.email ?? "",
    email_verified: primary !== undefined,
  }
}

async function ask(url: string, token: string | undefined): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json", "user-agent": "fanfare" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`)
  return response.json()
}

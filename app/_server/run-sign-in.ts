/** Drives next-auth from our own forms: one door for passwords, links and providers, with errors that reach the form whole. */
import "server-only"
import { createHash, randomBytes } from "node:crypto"
import { cookies } from "next/headers"
import { NextRequest } from "next/server"
import NextAuth from "next-auth"
import { AppError } from "#lib/kernel/errors.ts"
import { authOptions, sessionSecret, usesSecureCookies } from "./auth-options.ts"
import { deps } from "./deps.ts"

/**
 * Posts `fields` to one of next-auth's actions, e.g. `["callback", "credentials"]`, takes over the cookies it sets and
 * gives the address it leads to. Throws the AppError that a provider of ours refused with.
 */
export async function runSignIn(path: readonly string[], fields: Record<string, string>): Promise<string> {
  const { config } = deps()
  let refusal: AppError | undefined
  const options = authOptions(deps(), (error) => {
    refusal = error
  })
  const body = new URLSearchParams({ ...fields, csrfToken: await plantCsrfToken() })
  const request = new NextRequest(`${config.publicUrl}/api/auth/${path.join("/")}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: body.toString(),
  })
  const response: Response = await NextAuth(request, { params: Promise.resolve({ nextauth: [...path] }) }, options)
  if (refusal) throw refusal
  await takeOverCookies(response)
  const location = new URL(response.headers.get("location") ?? "/", config.publicUrl)
  if (location.searchParams.has("error")) throw new AppError("unavailable", "Sign-in did not work just now. Try again.")
  return location.href
}

/** next-auth's own double-submit token. The server action has checked the origin already; this satisfies the inner door. */
async function plantCsrfToken(): Promise<string> {
  const { config } = deps()
  const secure = usesSecureCookies(config)
  const token = randomBytes(32).toString("hex")
  const hash = createHash("sha256")
    .update(`${token}${sessionSecret(config)}`)
    .digest("hex")
  const name = secure ? "__Host-next-auth.csrf-token" : "next-auth.csrf-token"
  const jar = await cookies()
  jar.set(name, `${token}|${hash}`, { httpOnly: true, sameSite: "lax", path: "/", secure })
  return token
}

async function takeOverCookies(response: Response): Promise<void> {
  const jar = await cookies()
  for (const header of response.headers.getSetCookie()) {
    const [pair = "", ...attributes] = header.split("; ")
    const cut = pair.indexOf("=")
    const options = Object.fromEntries(
      attributes.map((a): [string, string] => {
        const [key = "", value = "true"] = a.split("=")
        return [key.toLowerCase(), value]
      }),
    )
    jar.set(pair.slice(0, cut), decodeURIComponent(pair.slice(cut + 1)), {
      path: options.path ?? "/",
      httpOnly: options.httponly !== undefined,
      secure: options.secure !== undefined,
      sameSite: "lax",
      ...(options.expires && { expires: new Date(options.expires) }),
    })
  }
}

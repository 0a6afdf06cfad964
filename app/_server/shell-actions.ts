"use server"
/** What the frame of every page can do: sign out, choose light or dark, choose a language. */
import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { chooseLocale } from "#lib/auth/choose-locale.ts"
import { isLocale } from "#lib/kernel/messages.ts"
import { deps } from "./deps.ts"
import { runSignIn } from "./run-sign-in.ts"
import { currentActor } from "./session.ts"
import { LOCALE_COOKIE } from "./words.ts"

const YEAR_SECONDS = 365 * 24 * 60 * 60

export async function signOut(): Promise<void> {
  await runSignIn(["signout"], {})
  redirect("/")
}

export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme")
  const jar = await cookies()
  if (theme !== "light" && theme !== "dark") jar.delete("ff_theme")
  else jar.set("ff_theme", theme, { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true })
}

export async function chooseLanguage(form: FormData): Promise<void> {
  const locale = form.get("locale")
  if (!isLocale(locale)) return
  ;(await cookies()).set(LOCALE_COOKIE, locale, { path: "/", maxAge: YEAR_SECONDS, sameSite: "lax", httpOnly: true })
  const actor = await currentActor()
  if (actor) await chooseLocale(deps(), { actor, locale })
}

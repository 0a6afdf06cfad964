"use server"
/** What the frame of every page can do: sign out, and choose light or dark. */
import { cookies } from "next/headers"
import { redirect } from "next/navigation"
import { runSignIn } from "./run-sign-in.ts"

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

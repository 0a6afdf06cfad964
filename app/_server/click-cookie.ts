/** The clicks this visitor came by, newest first, as the fast path put them into its cookie. */
import "server-only"
import { cookies } from "next/headers"
import { COOKIE_CLICKS, isClickId } from "#lib/attribution/visit.ts"

/** Set by `/r/*`; ids joined by dots. Anything else in it is ignored. */
const CLICK_COOKIE = "ff_click"

export async function clickIds(): Promise<string[]> {
  const value = (await cookies()).get(CLICK_COOKIE)?.value ?? ""
  return value.slice(0, 400).split(".").filter(isClickId).slice(0, COOKIE_CLICKS)
}

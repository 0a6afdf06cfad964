/** The language this request is answered in: chosen by the person, else the first of the browser's that we speak. */
import "server-only"
import { cookies, headers } from "next/headers"
import { cache } from "react"
import { isLocale, type Locale, preferredLocale, type Translate } from "#lib/kernel/messages.ts"
import { wordsOf } from "#messages/catalogues.ts"

export const LOCALE_COOKIE = "ff_lang"

export const currentLocale = cache(async (): Promise<Locale> => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value
  return isLocale(chosen) ? chosen : preferredLocale((await headers()).get("accept-language"))
})

/** `const t = await words()` in server components, actions and routes. */
export const words = async (): Promise<Translate> => wordsOf(await currentLocale())

/** What a reader chose for plain pages, from the request's cookies: language, light or dark, and whether a session is there. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { isLocale, type Locale, preferredLocale } from "#lib/kernel/messages.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import type { FastPath } from "./http.ts"

export type ReaderChoices = {
  locale: Locale
  theme: "system" | "light" | "dark"
  /** A session's cookie is there. Whether it still counts only the desk finds out; so nothing secret hangs on it. */
  signedIn: boolean
}

const LOCALE_COOKIE = "ff_lang"
const THEME_COOKIE = "ff_theme"
/** As next-auth names them, whole or in parts. */
const SESSION_COOKIE = /(?:^|;\s*)(?:__Secure-)?next-auth\.session-token(?:\.\d)?=/

export function choicesOf({ headers }: IncomingMessage): ReaderChoices {
  const jar = headers.cookie ?? ""
  const chosen = cookie(jar, LOCALE_COOKIE)
  const theme = cookie(jar, THEME_COOKIE)
  return {
    locale: isLocale(chosen) ? chosen : preferredLocale(headers["accept-language"]),
    theme: theme === "light" || theme === "dark" ? theme : "system",
    signedIn: SESSION_COOKIE.test(jar),
  }
}

function cookie(jar: string, name: string): string | undefined {
  return jar
    .split(";")
    .map((pair) => pair.trim().split("=", 2))
    .find(([key]) => key === name)?.[1]
}

const CHOOSE = "/choose"
const YEAR_SECONDS = 365 * 24 * 60 * 60
/** One choice in a form. */
const MAX_BYTES = 200
const READ_LIMIT_MS = 10 * SECOND_MS

/** `POST /choose`: the two choices in the foot of plain pages, by a form; leads back to where it was sent from. */
export function choosePath(publicUrl: string): FastPath {
  return (req, res) => {
    if ((req.url ?? "").split("?", 1)[0] !== CHOOSE) return false
    // Other people's pages shall not choose for our readers.
    const origin = req.headers.origin
    if (req.method !== "POST" || (origin !== undefined && origin !== publicUrl)) {
      res.writeHead(req.method === "POST" ? 403 : 405, { Allow: "POST", "Content-Length": 0 }).end()
      return true
    }
    readForm(req)
      .then((form) => lead(res, cookiesFor(form, publicUrl), backTo(req, publicUrl)))
      .catch(() => res.destroy())
    return true
  }
}

function lead(res: ServerResponse, cookies: string[], location: string): void {
  const headers = { Location: location, "Cache-Control": "no-store", "Content-Length": 0 }
  res.writeHead(303, cookies.length > 0 ? { ...headers, "Set-Cookie": cookies } : headers).end()
}

function cookiesFor(form: URLSearchParams, publicUrl: string): string[] {
  const [locale, theme] = [form.get("locale"), form.get("theme")]
  const rules = `Path=/; SameSite=Lax; HttpOnly${publicUrl.startsWith("https://") ? "; Secure" : ""}`
  const keep = (name: string, value: string) => `${name}=${value}; Max-Age=${YEAR_SECONDS}; ${rules}`
  return [
    ...(isLocale(locale) ? [keep(LOCALE_COOKIE, locale)] : []),
    ...(theme === "light" || theme === "dark" ? [keep(THEME_COOKIE, theme)] : []),
    ...(theme === "system" ? [`${THEME_COOKIE}=; Max-Age=0; ${rules}`] : []),
  ]
}

/** The page the form stood on, if it was one of ours. */
function backTo({ headers: { referer } }: IncomingMessage, publicUrl: string): string {
  if (!referer || !URL.canParse(referer)) return "/"
  const { origin, pathname, search } = new URL(referer)
  return origin === publicUrl && !pathname.startsWith("//") ? pathname + search : "/"
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = []
  const timer = setTimeout(() => req.destroy(), READ_LIMIT_MS)
  try {
    for await (const part of req as AsyncIterable<Buffer>) {
      parts.push(part)
      if (Buffer.concat(parts).length > MAX_BYTES) throw new Error("too long for a choice")
    }
  } finally {
    clearTimeout(timer)
  }
  return new URLSearchParams(Buffer.concat(parts).toString())
}

/** Where to go after sign-in: only ever a path of our own. */

/** The path, when it stays on this origin; `fallback` for anything else ("//evil", "/\\evil", "https:…", control characters). */
export function safePath(wanted: unknown, fallback = "/"): string {
  if (typeof wanted !== "string" || wanted.length > 2000 || !wanted.startsWith("/")) return fallback
  // Browsers read a backslash as a slash and drop tabs and newlines before they parse.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\\\u0000-\u0020\u007f]/.test(wanted)) return fallback
  const base = "https://own.invalid"
  if (!URL.canParse(wanted, base)) return fallback
  const url = new URL(wanted, base)
  // "/.//evil" resolves to "//evil", which a browser would read as another host.
  return url.origin === base && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}${url.hash}` : fallback
}

/** The same for a whole address of ours, as next-auth hands them on: anything under `publicUrl` becomes its path. */
export function ownPath(wanted: unknown, publicUrl: string, fallback = "/"): string {
  const own = typeof wanted === "string" && wanted.startsWith(publicUrl)
  return safePath(own ? wanted.slice(publicUrl.length) || "/" : wanted, fallback)
}

/** `/fonts/VERSION/NAME.woff2` in front of Next: our typefaces for plain pages, the same bytes for ever under one address. */
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { FONT_FILES, FONT_VERSION, type FontFile } from "#components/plain/fonts.ts"
import type { FastPath } from "./http.ts"

const ROUTE = /^\/fonts\/([\d.]{1,20})\/([a-z-]{1,40})\.woff2$/
const isFontFile = (name: string): name is FontFile => Object.hasOwn(FONT_FILES, name)

/** Where a face lies among the installed packages. */
export const fontFile = (root: string, name: FontFile): string => {
  const [family, file] = FONT_FILES[name]
  return join(root, "node_modules/@fontsource-variable", family, "files", file)
}

/** Kept for ever; fans' own domains show pages in these faces too. */
const HEADERS = {
  "Content-Type": "font/woff2",
  "Cache-Control": "public, max-age=31536000, immutable",
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
}

/** Answers `/fonts/*`; all eight files together are 300 kB and stay in memory once asked for. */
export function createFontPath(root: string): FastPath {
  const loaded = new Map<FontFile, Promise<Buffer>>()
  const load = (name: FontFile) => {
    const known = loaded.get(name)
    if (known) return known
    const reading = readFile(fontFile(root, name))
    reading.catch(() => loaded.delete(name))
    loaded.set(name, reading)
    return reading
  }
  return (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0]!
    if (!path.startsWith("/fonts/")) return false
    const [, version, name = ""] = ROUTE.exec(path) ?? []
    const isRead = req.method === "GET" || req.method === "HEAD"
    if (!isRead || version !== FONT_VERSION || !isFontFile(name)) {
      res.writeHead(404, { "Content-Length": 0, "Cache-Control": "no-store" }).end()
      return true
    }
    load(name)
      .then((bytes) => res.writeHead(200, { ...HEADERS, "Content-Length": bytes.length }).end(bytes))
      .catch(() => res.writeHead(503, { "Content-Length": 0 }).end())
    return true
  }
}

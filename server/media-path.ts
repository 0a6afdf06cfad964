/** `/media/PIC/WIDTH.avif` in front of Next: one size of a picture, cacheable for ever, because a picture never changes. */
import { readFile } from "node:fs/promises"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Deps } from "#lib/deps.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"
import { MINUTE_MS } from "#lib/kernel/period.ts"
import { jpegWidthOf, type PictureFormat } from "#lib/media/picture.ts"
import { picturePath } from "#lib/media/picture-folder.ts"
import { findPictureFiles } from "#lib/media/queries.ts"
import type { FastPath } from "./http.ts"
import { remembered } from "./remembered.ts"

type Files = { sha256: string; widths: number[] }

const ROUTE = /^\/media\/(pic_[0-9a-z]{26})\/([1-9]\d{0,3})\.(avif|webp|jpg)$/
const TYPES: Record<PictureFormat, string> = { avif: "image/avif", webp: "image/webp", jpg: "image/jpeg" }
/** A removed picture is gone for new readers after this. */
const KNOWN_MS = MINUTE_MS
/** About 1 MB of memory. */
const MAX_KNOWN = 5_000

/** Answers `/media/*` and gives true; gives false, having done nothing, for every other path. */
export function createMediaPath(deps: Pick<Deps, "db" | "config">): FastPath {
  // What does not exist is remembered too.
  const filesOf = remembered({ forMs: KNOWN_MS, most: MAX_KNOWN }, (id: Id<"picture">) => findPictureFiles(deps.db, id))
  return (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0]!
    if (!path.startsWith("/media/")) return false
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD", "Content-Length": 0 }).end()
      return true
    }
    const [, id, width = "", format = ""] = ROUTE.exec(path) ?? []
    if (!isId("picture", id)) sendPlain(res, 404)
    else
      answer(req, res, {
        dataDir: deps.config.dataDir,
        files: filesOf(id),
        width: Number(width),
        format: format as PictureFormat,
      }).catch(() => sendPlain(res, 503))
    return true
  }
}

type Wanted = { dataDir: string; files: Promise<Files | null>; width: number; format: PictureFormat }

async function answer(req: IncomingMessage, res: ServerResponse, { dataDir, files, width, format }: Wanted) {
  const found = await files
  const isKept = found && (format === "jpg" ? width === jpegWidthOf(found.widths) : found.widths.includes(width))
  if (!isKept) return sendPlain(res, 404)
  const etag = `"${found.sha256.slice(0, 32)}-${width}"`
  const headers = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    // Fans' own domains and other people's pages show these.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    ETag: etag,
  }
  if (req.headers["if-none-match"]?.includes(etag)) return void res.writeHead(304, headers).end()
  const bytes = await readFile(picturePath(dataDir, found.sha256, width, format)).catch(nullWhenMissing)
  if (!bytes) return sendPlain(res, 404)
  res.writeHead(200, { ...headers, "Content-Type": TYPES[format], "Content-Length": bytes.length })
  res.end(req.method === "HEAD" ? undefined : bytes)
}

function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null
  throw error
}

function sendPlain(res: ServerResponse, status: 404 | 503): void {
  if (res.headersSent) return void res.destroy()
  const body = status === 404 ? "There is no such picture.\n" : "Pictures cannot be had for a moment.\n"
  res.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  })
  res.end(body)
}

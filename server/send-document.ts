/** Sends a plain page: its policy, a tag by which a browser asks whether it changed, and as few bytes as the browser can read. */
import { createHash } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"

export type Document = { body: string; policy: string; cacheControl: string; vary: string; type?: string }

/** The highest quality takes tens of milliseconds for 40 kB and saves 4 %. */
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

export function sendDocument(req: IncomingMessage, res: ServerResponse, document: Document): void {
  const tag = `W/"${createHash("sha256").update(document.body).digest("base64url").slice(0, 27)}"`
  const headers = {
    ETag: tag,
    "Cache-Control": document.cacheControl,
    Vary: document.vary,
    "Content-Security-Policy": document.policy,
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
  }
  if (req.headers["if-none-match"]?.split(/\s*,\s*/).includes(tag)) return void res.writeHead(304, headers).end()
  const { bytes, encoding } = compress(document.body, String(req.headers["accept-encoding"] ?? ""))
  res.writeHead(200, {
    ...headers,
    "Content-Type": document.type ?? "text/html; charset=utf-8",
    "Content-Length": bytes.length,
    ...(encoding && { "Content-Encoding": encoding }),
  })
  res.end(req.method === "HEAD" ? undefined : bytes)
}

function compress(body: string, accepts: string): { bytes: Buffer; encoding: string | null } {
  const bytes = Buffer.from(body)
  if (/\bbr\b/.test(accepts)) return { bytes: brotliCompressSync(bytes, FAST), encoding: "br" }
  return /\bgzip\b/.test(accepts) ? { bytes: gzipSync(bytes), encoding: "gzip" } : { bytes, encoding: null }
}

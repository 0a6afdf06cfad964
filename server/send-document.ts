/** Sends a plain page: its policy, what its reader needs to ask again, and as few bytes as the reader can take. */
import type { IncomingMessage, ServerResponse } from "node:http"
import { plainAnswer } from "#lib/plain-answer.ts"

export type Document = {
  /** Bytes are pictures, which travel as they are. */
  body: string | Uint8Array<ArrayBuffer>
  policy: string
  cacheControl: string
  /** Beside Accept-Encoding, which is always there. */
  vary?: string
  type?: string
  status?: number
  /** Made to stand on other people's pages: who may frame it is the policy's to say. */
  isForeign?: boolean
  headers?: Readonly<Record<string, string>>
}

const OURS = { "X-Frame-Options": "DENY", "Permissions-Policy": "camera=(), microphone=(), geolocation=()" }
const FOREIGN = { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" }

export function sendDocument(req: IncomingMessage, res: ServerResponse, document: Document): void {
  const { headers: asked } = req
  const reader = { acceptEncoding: asked["accept-encoding"]?.toString(), ifNoneMatch: asked["if-none-match"] }
  plainAnswer(reader, document.body, document.status)
    .then(({ status, headers, bytes }) => {
      res.writeHead(status, {
        "Content-Type": document.type ?? "text/html; charset=utf-8",
        "Cache-Control": document.cacheControl,
        Vary: document.vary ? `${document.vary}, Accept-Encoding` : "Accept-Encoding",
        "Content-Security-Policy": document.policy,
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
        ...(document.isForeign ? FOREIGN : OURS),
        ...headers,
        ...document.headers,
      })
      res.end(req.method === "HEAD" ? undefined : bytes)
    })
    .catch(() => res.destroy())
}

/** Documents outside Next's own pages, as answers of routes: compressed, tagged, and no more often than they change. */
import "server-only"
import type { PlainDocument } from "#components/plain/plain-page.ts"
import { ENCODING_HEADER, plainAnswer } from "#lib/plain-answer.ts"

type Body = string | Uint8Array<ArrayBuffer>
type Headers = Readonly<Record<string, string>>

/** 304 without a body when the reader has just that. */
export function answerPlain(request: Request, body: Body, headers: Headers): Promise<Response> {
  return respond(request, { body, headers, ifNoneMatch: request.headers.get("if-none-match") })
}

/** A page that is this reader's alone, or says that there is none. */
export function answerMessage(
  request: Request,
  { body, policy }: PlainDocument,
  status: number,
  headers: Headers = {},
): Promise<Response> {
  const own = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "no-store",
  }
  return respond(request, { body, headers: { ...own, ...headers }, ifNoneMatch: null, status })
}

type Ready = { body: Body; headers: Headers; ifNoneMatch: string | null; status?: number }

async function respond(request: Request, { body, headers, ifNoneMatch, status }: Ready): Promise<Response> {
  const reader = { acceptEncoding: request.headers.get("accept-encoding"), ifNoneMatch }
  const answer = await plainAnswer(reader, body, status)
  const { "Content-Encoding": encoding, ...own } = answer.headers
  const all = { ...headers, ...own, vary: "Accept-Encoding", "x-content-type-options": "nosniff" }
  const named = encoding ? { ...all, [ENCODING_HEADER]: encoding } : all
  return new Response(answer.bytes, { status: answer.status, headers: named })
}

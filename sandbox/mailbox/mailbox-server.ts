/** The mailbox over HTTP: Fanfare posts mails, people read them on pages, tests read them as JSON. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { type MessageStore, oneClickUrl, parseMessage } from "./message-store.ts"
import { listPage, messageHtml, messagePage, missingPage, unsubscribedPage } from "./pages.ts"

const MAX_BODY_BYTES = 1024 * 1024
const PAGE_SIZE = 200
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'"
/** The mail itself: styles and nothing else, whatever it holds. `sandbox` without scripts also for who opens it alone. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation"

type Answer = { status: number; type: string; body: string; policy?: string }
const html = (body: string, status = 200, policy = PAGE_POLICY): Answer => ({ status, type: "text/html", body, policy })
const json = (value: unknown, status = 200): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(value),
})

/** The caller listens and closes. */
export function mailboxServer(store: MessageStore): Server {
  return createServer((request, response) => {
    answer(store, request)
      .catch((): Answer => json({ error: "the mailbox failed" }, 500))
      .then((a) => send(response, a))
  })
}

async function answer(store: MessageStore, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://mailbox")
  if (request.method === "POST" && url.pathname === "/messages") return take(store, request)
  if (request.method === "POST") return unsubscribe(store, url.pathname)
  if (request.method !== "GET" && request.method !== "HEAD") return json({ error: "not allowed" }, 405)
  const to = url.searchParams.get("to")?.trim() || undefined
  if (url.pathname === "/") return html(listPage(store.list({ to, limit: PAGE_SIZE }), to ?? ""))
  if (url.pathname === "/health") return json({ ok: true, standIn: "mailbox" })
  if (url.pathname === "/api/messages") return json({ messages: store.list({ to, limit: limitOf(url) }) })
  return one(store, url.pathname)
}

function one(store: MessageStore, path: string): Answer {
  const [, door, id = "", part] = /^\/(m|api\/messages)\/([\w-]{1,64})(\/html)?$/.exec(path) ?? []
  const message = store.find(id)
  if (!door || !message)
    return path.startsWith("/api/") ? json({ error: "no such mail" }, 404) : html(missingPage(), 404)
  if (door !== "m") return json(message)
  return part ? html(messageHtml(message), 200, MAIL_POLICY) : html(messagePage(message))
}

const ONE_CLICK_MS = 10_000

/** What a mail program does when its reader presses "Unsubscribe": one POST, no cookies, no page opened. */
async function unsubscribe(store: MessageStore, path: string): Promise<Answer> {
  const message = store.find(/^\/m\/([\w-]{1,64})\/unsubscribe$/.exec(path)?.[1] ?? "")
  const url = message && oneClickUrl(message)
  if (!message || !url) return html(missingPage(), 404)
  const answered = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
    redirect: "error",
    signal: AbortSignal.timeout(ONE_CLICK_MS),
  }).then(
    (response) => response.status,
    () => null,
  )
  return html(unsubscribedPage(message, answered), answered === 200 ? 200 : 502)
}

async function take(store: MessageStore, request: IncomingMessage): Promise<Answer> {
  // A page of another origin cannot send this type without asking first.
  if (!request.headers["content-type"]?.startsWith("application/json")) return json({ error: "JSON is expected" }, 415)
  const body = await readBody(request)
  if (body === null) return json({ error: "too large" }, 413)
  const message = parseMessage(body)
  if (!message) return json({ error: "this is not a mail" }, 400)
  store.add(message)
  return json({ id: message.id }, 201)
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

const limitOf = (url: URL): number =>
  Math.min(PAGE_SIZE, Math.max(1, Number(url.searchParams.get("limit")) || PAGE_SIZE))

function send(response: ServerResponse, { status, type, body, policy }: Answer): void {
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    ...(policy && { "content-security-policy": policy }),
  })
  response.end(body)
}

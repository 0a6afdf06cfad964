/** The mails that were sent, in one append-only file: a line of JSON each, the newest bounded number kept in memory. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export type Message = {
  id: string
  to: string
  kind: string
  subject: string
  text: string
  html: string
  /** Beyond what every mail has; absent from mails kept by older versions. */
  headers: Record<string, string>
  createdAt: string
}

/** A sample world of some weeks sends hundreds; the bound is for one that is left running. */
const MAX_MESSAGES = 5_000
const LIMITS = { id: 64, to: 320, kind: 64, subject: 400, text: 200_000, html: 400_000, createdAt: 40 } as const

export type MessageStore = {
  /** Keeps a message; the same id again changes nothing. */
  add(message: Message): void
  /** Newest first; `to` compares without case. */
  list(filter: { to?: string | undefined; limit: number }): Message[]
  find(id: string): Message | null
}

/** The message in a body, or null when it is none. */
export function parseMessage(body: string): Message | null {
  let value: Record<string, unknown>
  try {
    value = JSON.parse(body)
  } catch {
    return null
  }
  if (typeof value !== "object" || value === null) return null
  const fields = Object.entries(LIMITS).map(([name, limit]) => {
    const field = value[name]
    return typeof field === "string" && field.length <= limit ? [name, field] : null
  })
  const headers = parseHeaders(value.headers ?? {})
  if (!headers || fields.some((f) => f === null) || !/^[\w-]+$/.test(String(value.id))) return null
  return { ...Object.fromEntries(fields as [string, string][]), headers } as Message
}

const MAX_HEADERS = 20
const HEADER_CHARS = 2_000

/** One line each, or it is no mail. */
function parseHeaders(value: unknown): Record<string, string> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value)
  const good = entries.every(
    ([name, text]) =>
      /^[A-Za-z][A-Za-z-]{0,60}$/.test(name) &&
      typeof text === "string" &&
      text.length <= HEADER_CHARS &&
      !/[\r\n]/.test(text),
  )
  return good && entries.length <= MAX_HEADERS ? (value as Record<string, string>) : null
}

/** Where one press unsubscribes (RFC 8058), when the mail offers it; on this machine only, as the mailbox is. */
export function oneClickUrl({ headers }: Message): string | null {
  if (headers["List-Unsubscribe-Post"] !== "List-Unsubscribe=One-Click") return null
  const url = /<(https?:\/\/[^>]+)>/.exec(headers["List-Unsubscribe"] ?? "")?.[1]
  if (!url || !URL.canParse(url)) return null
  return ["localhost", "127.0.0.1"].includes(new URL(url).hostname) ? url : null
}

export function openMessageStore(dataDir: string): MessageStore {
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, "messages.jsonl")
  const messages = new Map(readKept(path).map((m) => [m.id, m]))
  return {
    add(message) {
      if (messages.has(message.id)) return
      appendFileSync(path, `${JSON.stringify(message)}\n`)
      messages.set(message.id, message)
      if (messages.size > MAX_MESSAGES) messages.delete(messages.keys().next().value!)
    },
    list({ to, limit }) {
      const wanted = to?.toLowerCase()
      const found = [...messages.values()].filter((m) => wanted === undefined || m.to.toLowerCase() === wanted)
      return found.reverse().slice(0, limit)
    },
    find: (id) => messages.get(id) ?? null,
  }
}

/** A line cut short by a crash is no message and is skipped; its sender tries again. */
function readKept(path: string): Message[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, "utf8")
    .split("\n")
    .slice(-MAX_MESSAGES - 1)
  return lines.map(parseMessage).filter((m) => m !== null)
}

/** Plays a title without saving it: a web server on the loopback address that decrypts the ranges a player asks for. */
import { randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { extname } from "node:path"
import type { PlainFile, PlainReader } from "./plain-reader.ts"

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".wasm": "application/wasm",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
  ".wav": "audio/wav",
  ".flac": "audio/flac",
  ".m4a": "audio/mp4",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".vtt": "text/vtt",
}

export interface Player {
  readonly url: string
  readonly files: readonly { readonly path: string; readonly url: string }[]
  close(): Promise<void>
}

/** `mayPlay` is asked at every request and every piece: a demo that ends while it plays falls silent. */
export async function startPlayer(reader: PlainReader, mayPlay: () => boolean): Promise<Player> {
  // Other programs and pages on this machine do not know the secret in the path.
  const secret = randomBytes(16).toString("hex")
  let host = ""
  const server = createServer((req, res) => {
    answer(reader, { mayPlay, secret, host }, req, res).catch(() => res.destroy())
  })
  await new Promise<void>((done, fail) => {
    server.once("error", fail)
    server.listen(0, "127.0.0.1", done)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = `http://${host}/${secret}/`
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await reader.close()
  }
  return { url, files: reader.files.map((f) => ({ path: f.path, url: url + encodePath(f.path) })), close }
}

type Rules = { mayPlay: () => boolean; secret: string; host: string }

async function answer(reader: PlainReader, rules: Rules, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [path = ""] = (req.url ?? "").split("?", 1)
  // A page elsewhere that has its name point here (DNS rebinding) still says its own name.
  if (req.headers.host !== rules.host || !path.startsWith(`/${rules.secret}/`)) return void res.writeHead(404).end()
  if (req.method !== "GET" && req.method !== "HEAD") return void res.writeHead(405).end()
  if (!rules.mayPlay()) return void res.writeHead(410).end("The demo has ended.\n")
  const name = decodePath(path.slice(rules.secret.length + 2))
  if (name === "") return sendIndex(reader, res)
  const file = reader.files.find((f) => f.path === name)
  if (!file) return void res.writeHead(404).end()
  await sendFile(reader, file, rules, req, res)
}

async function sendFile(
  reader: PlainReader,
  file: PlainFile,
  rules: Rules,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const range = readRange(req.headers.range, file.sizeBytes)
  if (!range) return void res.writeHead(416, { "content-range": `bytes */${file.sizeBytes}` }).end()
  const [from, to] = range
  const whole = req.headers.range === undefined
  res.writeHead(whole ? 200 : 206, {
    "content-type": TYPES[extname(file.path).toLowerCase()] ?? "application/octet-stream",
    "content-length": to - from,
    "accept-ranges": "bytes",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(whole ? {} : { "content-range": `bytes ${from}-${to - 1}/${file.sizeBytes}` }),
  })
  if (req.method === "HEAD") return void res.end()
  for await (const stretch of reader.range(file, from, to)) {
    if (res.destroyed || !rules.mayPlay()) return void res.destroy()
    if (!res.write(stretch)) await drained(res)
  }
  res.end()
}

const drained = (res: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      res.off("drain", go)
      res.off("close", go)
      resolve()
    }
    res.on("drain", go)
    res.on("close", go)
  })

/** One range as [from, to); the whole file without a header; null when it cannot be met. */
export function readRange(header: string | undefined, sizeBytes: number): [number, number] | null {
  if (header === undefined) return [0, sizeBytes]
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header)
  if (!match || (match[1] === "" && match[2] === "")) return null
  if (match[1] === "") return [Math.max(0, sizeBytes - Number(match[2])), sizeBytes]
  const from = Number(match[1])
  const to = match[2] === "" ? sizeBytes : Math.min(sizeBytes, Number(match[2]) + 1)
  return from < to ? [from, to] : null
}

function sendIndex(reader: PlainReader, res: ServerResponse): void {
  const start = reader.files.find((f) => f.path === "index.html")
  if (start) return void res.writeHead(302, { location: "index.html" }).end()
  const items = reader.files.map((f) => `<li><a href="${encodePath(f.path)}">${escapeHtml(f.path)}</a></li>`).join("\n")
  res.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
  res.end(`<!doctype html><meta charset="utf-8"><title>Fanfare</title>\n<ul>\n${items}\n</ul>\n`)
}

const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/")

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return "\0"
  }
}

const escapeHtml = (s: string): string => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

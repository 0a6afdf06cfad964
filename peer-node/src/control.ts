/** How commands reach the node that runs in their data folder: HTTP on the loopback address with a secret from control.json. */
import { randomBytes, timingSafeEqual } from "node:crypto"
import fs from "node:fs"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as z from "zod"
import { idField } from "../protocol/fields.ts"
import type { DataFolder } from "./data-folder.ts"
import { NodeError, type NodeErrorCode } from "./errors.ts"
import type { FetchWatch } from "./fetch-queue.ts"
import { readJsonFile, writeJson } from "./json-file.ts"
import type { Node } from "./node.ts"
import { PlatformRefused } from "./platform-errors.ts"
import type { Status } from "./status.ts"

const FILE = z.object({ port: z.number().int(), token: z.string() })
const MAX_BODY_BYTES = 4_096
const REQUEST = z.discriminatedUnion("do", [
  z.object({ do: z.literal("status") }),
  z.object({ do: z.literal("stock"), titleId: idField }),
  z.object({ do: z.literal("unstock"), title: z.string().min(1).max(128) }),
  z.object({
    do: z.literal("fetch"),
    kind: z.enum(["demo", "purchase"]),
    titleId: idField,
    originOnly: z.boolean(),
    carry: z.boolean(),
  }),
])
export type ControlRequest = z.infer<typeof REQUEST>

/** One line of an answer: things that happen, then `done` or `failed`. */
const LINE = z.union([
  z.object({ done: z.unknown() }),
  z.object({ failed: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ event: z.enum(["session", "progress", "carrier_failed"]), facts: z.unknown() }),
])

export async function startControl(node: Node, status: () => Status): Promise<{ close(): Promise<void> }> {
  const token = randomBytes(32).toString("hex")
  const server = createServer((req, res) => void answer(node, status, token, req, res))
  await new Promise<void>((done, fail) => {
    server.once("error", fail)
    server.listen(0, "127.0.0.1", done)
  })
  const { control } = node.context.folder
  writeJson(control, { port: (server.address() as AddressInfo).port, token })
  const close = async () => {
    fs.rmSync(control, { force: true })
    server.close()
    server.closeAllConnections()
  }
  return { close }
}

async function answer(node: Node, status: () => Status, token: string, req: IncomingMessage, res: ServerResponse) {
  const given = Buffer.from(req.headers.authorization ?? "")
  const wanted = Buffer.from(`Bearer ${token}`)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return void res.writeHead(401).end()
  const gone = new AbortController()
  res.on("close", () => gone.abort(new DOMException("the command ended", "AbortError")))
  const line = (value: object) => void (res.writableEnded || res.write(`${JSON.stringify(value)}\n`))
  try {
    const request = REQUEST.parse(JSON.parse(await readBody(req)))
    line({ done: (await act(node, status, request, line, gone.signal)) ?? null })
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    line({ failed: { code: code ?? "failed", message } })
  }
  res.end()
}

async function act(
  node: Node,
  status: () => Status,
  request: ControlRequest,
  line: (value: object) => void,
  signal: AbortSignal,
): Promise<unknown> {
  const watch: FetchWatch = {
    onSession: (facts) => line({ event: "session", facts }),
    onProgress: (facts) => line({ event: "progress", facts }),
    onCarrierFailed: (facts) => line({ event: "carrier_failed", facts }),
  }
  if (request.do === "status") return status()
  if (request.do === "unstock") return node.unstock(request.title)
  if (request.do === "stock") return node.stock(request.titleId, watch, signal)
  return node.fetch(request, watch, signal)
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw new Error("the request is too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

export interface Control {
  /** Sends one request; what happens meanwhile goes to `onEvent`. Throws what the node refused. */
  ask(request: ControlRequest, watch: FetchWatch, signal: AbortSignal): Promise<unknown>
}

/** The node that runs in this folder; null when none does. */
export async function findControl(folder: DataFolder): Promise<Control | null> {
  const file = readJsonFile(folder.control, FILE)
  if (!file) return null
  const control = controlClient(file)
  try {
    await fetch(`http://127.0.0.1:${file.port}/`, { signal: AbortSignal.timeout(3_000) })
    return control
  } catch {
    return null
  }
}

function controlClient(file: z.infer<typeof FILE>): Control {
  return {
    ask: async (request, watch, signal) => {
      const response = await fetch(`http://127.0.0.1:${file.port}/`, {
        method: "POST",
        headers: { authorization: `Bearer ${file.token}` },
        body: JSON.stringify(request),
        signal,
      })
      for await (const text of linesOf(response)) {
        const line = LINE.parse(JSON.parse(text))
        if ("done" in line) return line.done
        if ("failed" in line) throw refusalOf(line.failed)
        pass(line, watch)
      }
      throw new Error("the running node ended before it answered")
    },
  }
}

/** The running node is our own program: what it says happened has the shape it was given. */
function pass(line: { event: string; facts: unknown }, watch: FetchWatch): void {
  if (line.event === "session") watch.onSession(line.facts as Parameters<FetchWatch["onSession"]>[0])
  else if (line.event === "progress") watch.onProgress(line.facts as Parameters<FetchWatch["onProgress"]>[0])
  else watch.onCarrierFailed(line.facts as Parameters<FetchWatch["onCarrierFailed"]>[0])
}

/** The same code and words as where it happened. */
const refusalOf = (f: { code: string; message: string }): Error =>
  Object.assign(new PlatformRefused(0, f.code as NodeErrorCode, f.message), { name: "NodeError" })

async function* linesOf(response: Response): AsyncGenerator<string> {
  if (response.status === 401) throw new NodeError("folder_held", "the running node does not know this folder's secret")
  const decoder = new TextDecoder()
  let rest = ""
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true })
    const lines = rest.split("\n")
    rest = lines.pop() ?? ""
    yield* lines
  }
}

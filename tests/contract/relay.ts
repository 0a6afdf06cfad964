/** A plain relay: sends each request to where a rule says, and can look at or bend the answer on its way back. */
import { createServer, request as httpRequest, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"

export interface Seen {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly body: string
}

export interface Relay {
  readonly url: string
  readonly seen: Seen[]
  close(): void
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function forward(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const { host: _, ...headers } = incoming.headers
  const url = new URL(incoming.url ?? "/", target)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method: incoming.method, headers, agent: false }, (answer) => {
      bodyOf(answer).then((whole) => resolve({ answer, body: whole }), reject)
    })
    outgoing.once("error", reject).end(body)
  })
}

/** `route` names the target for a path; `bend` may replace an answer's body. */
export async function startRelay(
  route: (path: string) => string,
  bend: (path: string, body: string) => string = (_, body) => body,
): Promise<Relay> {
  const seen: Seen[] = []
  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "/"
    try {
      const reply = await forward(route(path), incoming, await bodyOf(incoming))
      const body = bend(path, reply.body.toString("utf8"))
      const status = reply.answer.statusCode ?? 502
      seen.push({ method: incoming.method ?? "", path, status, body })
      const { "content-length": _, "transfer-encoding": __, connection: ___, ...headers } = reply.answer.headers
      response.writeHead(status, headers).end(body)
    } catch (error) {
      response.writeHead(502).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    seen,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

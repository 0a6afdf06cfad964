/** A stranger's machine for browser tests: a site under a name of its own, the name server that knows it, and a program that listens. */
import { once } from "node:events"
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { RunningFanfare } from "./running-fanfare.ts"
import { openTestDns, type TestDns } from "./test-dns.ts"

/** What was sent to the program, byte for byte. */
export type Heard = { headers: IncomingHttpHeaders; body: string }

export type StrangersMachine = {
  dns: TestDns
  /** `http://HOST:PORT/`. */
  siteUrl: string
  /** Where the program listens. */
  hookUrl: string
  heard: Heard[]
  /** Puts a file on the site, an HTML page unless told otherwise. */
  put(path: string, text: string, contentType?: string): void
  /** Nothing is on the site any more but an empty page, and nothing in its DNS but the address. */
  clear(): void
  close(): Promise<void>
}

type File = { text: string; contentType: string }
const EMPTY: File = { text: "<!doctype html><title>Under repair</title>", contentType: "text/html" }

/** Where that world lets strangers be; one test file at a time. */
export async function openStrangersMachine(
  { strangersPorts }: RunningFanfare,
  host: string,
): Promise<StrangersMachine> {
  const dns = await openTestDns(strangersPorts.dns)
  const files = new Map<string, File>([["/", EMPTY]])
  const heard: Heard[] = []
  const server = createServer(async (request, response) => {
    const body = (await request.toArray()).join("")
    if (request.method === "POST") {
      heard.push({ headers: request.headers, body })
      response.writeHead(204).end()
      return
    }
    const file = request.headers.host === `${host}:${strangersPorts.site}` ? files.get(request.url ?? "") : undefined
    response.writeHead(file ? 200 : 404, { "content-type": file?.contentType ?? "text/plain" }).end(file?.text)
  })
  server.listen(strangersPorts.site, "127.0.0.1")
  await once(server, "listening")
  const clear = () => {
    files.clear()
    files.set("/", EMPTY)
    dns.txt.clear()
    dns.addresses.set(host, "127.0.0.1")
  }
  clear()
  return {
    ...{ dns, heard, clear },
    siteUrl: `http://${host}:${strangersPorts.site}/`,
    hookUrl: `http://127.0.0.1:${strangersPorts.site}/heard`,
    put: (path, text, contentType = "text/html") => void files.set(path, { text, contentType }),
    close: async () => {
      server.closeAllConnections()
      await Promise.all([new Promise((done) => server.close(done)), dns.close()])
    },
  }
}

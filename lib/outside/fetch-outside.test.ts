/** The door to the outside against hostile servers on this machine: each guard has a test that fails without it. */
import { generateKeyPairSync, type KeyObject } from "node:crypto"
import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net"
import { gzipSync } from "node:zlib"
import { afterEach, describe, expect, it } from "vitest"
import { makeCertificate } from "../../sandbox/paypal/certificates.ts"
import { openTestDns } from "../../tests/support/test-dns.ts"
import { type OutsideRequest, openOutside } from "./fetch-outside.ts"
import { dnsAt, type OutsideDns } from "./outside-dns.ts"

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** Gives the port; on 127.0.0.1 unless told otherwise. */
async function listening(
  server: Server | ReturnType<typeof createTcpServer>,
  at = "127.0.0.1",
  port = 0,
): Promise<number> {
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => void sockets.add(socket.on("error", () => {})))
  await new Promise<void>((done, fail) => server.once("error", fail).listen(port, at, () => done()))
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => server.close(done))
    },
  })
  return (server.address() as AddressInfo).port
}

const serve = (listener: RequestListener) => listening(createServer(listener))
const raw = (talk: (socket: Socket) => void) =>
  listening(createTcpServer((socket) => socket.once("data", () => talk(socket))))

type Given = { allow?: readonly number[]; dns?: Partial<OutsideDns>; ca?: string }

function door({ allow = [], dns = {}, ca }: Given = {}) {
  const names: OutsideDns = { addresses: async () => ["127.0.0.1"], txt: async () => [], ...dns }
  const addresses = allow.map((port) => `127.0.0.1:${port}`)
  return openOutside({ allow: addresses, dns: names, ...(ca ? { ca } : {}) })
}

const at = (port: number, path = "/") => `http://blog.example:${port}${path}`
const get = (port: number, request: Partial<OutsideRequest> = {}) =>
  door({ allow: [port] }).fetch({ url: at(port), ...request })
const codeOf = (fetched: Promise<unknown>) =>
  fetched.then(
    () => "fetched",
    (error: { code?: string }) => error.code,
  )

describe("opening a stranger's address", () => {
  it("gives what stands there, asked for plainly and under its name", async () => {
    const asked: unknown[] = []
    const port = await serve((req, res) => {
      asked.push([req.method, req.url, req.headers.host, req.headers["accept-encoding"], req.headers["x-mine"]])
      res.writeHead(418, { "content-type": "text/plain" }).end("short and stout")
    })
    const answer = await get(port, { url: at(port, "/pot?a=1#leaf"), headers: { "X-Mine": "1", Host: "evil.example" } })
    expect([answer.status, Buffer.from(answer.body).toString()]).toEqual([418, "short and stout"])
    expect([answer.url, answer.headers["content-type"]]).toEqual([at(port, "/pot?a=1"), "text/plain"])
    expect(asked).toEqual([["GET", "/pot?a=1", `blog.example:${port}`, "identity", "1"]])
  })

  it("sends a body, and is not led on by the answer", async () => {
    const asked: string[] = []
    const port = await serve(async (req, res) => {
      let body = ""
      for await (const part of req) body += part
      asked.push(`${req.url} ${req.headers["content-length"]} ${body}`)
      res.writeHead(307, { location: "/elsewhere" }).end()
    })
    const answer = await get(port, { method: "POST", body: "{}" })
    expect([answer.status, asked]).toEqual([307, ["/ 2 {}"]])
  })

  it("never connects to an address that is not allowed, nor by a redirect to one", async () => {
    let secrets = 0
    const secret = await serve((_req, res) => void res.end(`secret ${++secrets}`))
    for (const url of [`http://127.0.0.1:${secret}/`, at(secret)]) {
      expect(await codeOf(door().fetch({ url, limits: { ports: "any" } }))).toBe("private_address")
    }
    const port = await serve((_req, res) => void res.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end())
    expect(await codeOf(get(port, { limits: { ports: "any" } }))).toBe("private_address")
    expect(secrets).toBe(0)
  })

  it("connects to the address it checked, whatever DNS says the second time", async () => {
    let [seen, secrets] = [0, 0]
    const port = await serve((_req, res) => void res.end(`seen ${++seen}`))
    // The same port on another loopback address: what a rebinding name would like us to open.
    await listening(
      createServer((_req, res) => void res.end(`secret ${++secrets}`)),
      "127.0.0.2",
      port,
    )
    const answers = ["127.0.0.1", "127.0.0.2", "127.0.0.2"]
    const asked: string[] = []
    const addresses = async (host: string) => [answers[asked.push(host) - 1]!]
    const answer = await door({ allow: [port], dns: { addresses } }).fetch({ url: at(port) })
    expect(Buffer.from(answer.body).toString()).toBe("seen 1")
    expect([asked, seen, secrets]).toEqual([["blog.example"], 1, 0])
  })

  it("asks the name server it is told to, of addresses and of records", async () => {
    const names = await openTestDns(0)
    open.push(names)
    const port = await serve((_req, res) => res.end("here"))
    names.addresses.set("blog.example", "127.0.0.1")
    names.txt.set("_proof.blog.example", "it is mine")
    const dns = dnsAt(`127.0.0.1:${names.port}`)
    const told = openOutside({ allow: [`127.0.0.1:${port}`], dns })
    expect(Buffer.from((await told.fetch({ url: at(port) })).body).toString()).toBe("here")
    expect(await told.txt("_proof.blog.example")).toEqual([["it is mine"]])
    expect(await told.txt("blog.example")).toEqual([])
    expect(await codeOf(told.fetch({ url: `http://other.example:${port}/` }))).toBe("unresolvable")
    // What it says is judged like every answer.
    names.addresses.set("blog.example", "127.0.0.2")
    expect(await codeOf(told.fetch({ url: at(port) }))).toBe("private_address")
  })

  it("checks anew at every redirect, since the same name may have moved", async () => {
    const port = await serve((_req, res) => void res.writeHead(302, { location: "/again" }).end())
    const answers = ["127.0.0.1", "10.0.0.1"]
    const addresses = async () => [answers.shift()!]
    expect(await codeOf(door({ allow: [port], dns: { addresses } }).fetch({ url: at(port) }))).toBe("private_address")
  })

  it("tries the next address where nobody listens at the first", async () => {
    const port = await serve((_req, res) => void res.end("here"))
    const allow = [`127.0.0.3:${port}`, `127.0.0.1:${port}`]
    const dns = { addresses: async () => ["127.0.0.3", "127.0.0.1"], txt: async () => [] }
    expect((await openOutside({ allow, dns }).fetch({ url: at(port) })).status).toBe(200)
  })
})

describe("redirects", () => {
  it("are followed to the fifth, and told", async () => {
    const port = await serve((req, res) => {
      const n = Number(req.url!.slice(1))
      if (n === 0) return void res.end("there")
      res.writeHead([301, 302, 303, 307, 308][n % 5]!, { location: `${n - 1}` }).end("on")
    })
    const answer = await get(port, { url: at(port, "/5") })
    expect([answer.status, answer.url, answer.hops.length]).toEqual([200, at(port, "/0"), 6])
    expect(await codeOf(get(port, { url: at(port, "/6") }))).toBe("too_many_redirects")
    expect((await get(port, { url: at(port, "/2"), limits: { redirects: 0 } })).status).toBe(303)
  })

  it.each([
    "ftp://blog.example:443/",
    "file:///etc/passwd",
    "http://u:p@blog.example/",
    "http://",
    "http://x.example:22/",
  ])("to %s are not", async (location) => {
    const port = await serve((_req, res) => void res.writeHead(302, { location }).end())
    expect(await codeOf(get(port))).toBe("bad_address")
  })

  it("leave the caller's headers behind where they lead to another place", async () => {
    const heard: unknown[] = []
    const second = await serve((req, res) => {
      heard.push([req.headers.authorization, req.headers.cookie, req.headers.accept])
      res.end()
    })
    const first = await serve((_req, res) => void res.writeHead(302, { location: at(second) }).end())
    const headers = { Authorization: "Bearer x", cookie: "a=1", accept: "text/html" }
    await door({ allow: [first, second] }).fetch({ url: at(first), headers })
    expect(heard).toEqual([[undefined, undefined, "text/html"]])
  })
})

describe("limits", () => {
  it("end a body that goes on, or cut it where only its beginning matters", async () => {
    const port = await serve((_req, res) => {
      const more = () => res.write("x".repeat(10_000)) || res.once("drain", more)
      const timer = setInterval(more, 1)
      res.on("close", () => clearInterval(timer))
    })
    expect(await codeOf(get(port, { limits: { bodyBytes: 50_000 } }))).toBe("too_large")
    const cut = await get(port, { limits: { bodyBytes: 50_000, whenLarger: "cut" } })
    expect(cut.body.length).toBe(50_000)
  })

  it("hold for what a packed body unpacks to, and for what unpacks to nothing", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    const nothing = Buffer.concat(Array<Buffer>(5_000).fill(gzipSync("")))
    const bodies: Record<string, Buffer> = {
      "/bomb": bomb,
      "/nothing": nothing,
      "/fine": gzipSync("fine"),
      "/torn": bomb.subarray(0, 90),
    }
    const port = await serve(
      (req, res) => void res.writeHead(200, { "content-encoding": "gzip" }).end(bodies[req.url!]),
    )
    const limits = { bodyBytes: 70_000 }
    const fetched = (path: string) => get(port, { url: at(port, path), limits })
    expect(Buffer.from((await fetched("/fine")).body).toString()).toBe("fine")
    expect(await codeOf(fetched("/bomb"))).toBe("too_large")
    expect(await codeOf(fetched("/nothing"))).toBe("too_large")
    expect(await codeOf(fetched("/torn"))).toBe("refused")
    expect((await get(port, { url: at(port, "/bomb"), limits: { ...limits, whenLarger: "cut" } })).body.length).toBe(
      70_000,
    )
  })

  it("take no packing that was not asked for", async () => {
    for (const encoding of ["br", "deflate", "gzip, gzip", "zstd"]) {
      const port = await serve(
        (_req, res) => void res.writeHead(200, { "content-encoding": encoding }).end(gzipSync("x")),
      )
      expect([encoding, await codeOf(get(port))]).toEqual([encoding, "refused"])
    }
  })

  it("hold for headers", async () => {
    const port = await raw((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${"y".repeat(20_000)}\r\n\r\n`))
    expect(await codeOf(get(port))).toBe("too_large")
  })

  it("hold for time: while connecting, in the headers, in the body, over all redirects and while DNS thinks", async () => {
    const limits = { totalMs: 150 }
    const silent = await raw(() => {})
    const drip = await raw((socket) => {
      const timer = setInterval(() => socket.write("H"), 20)
      socket.on("close", () => clearInterval(timer))
    })
    const slow = await serve((_req, res) => void res.write("a"))
    const round = await serve((_req, res) => void setTimeout(() => res.writeHead(302, { location: "/" }).end(), 60))
    for (const port of [silent, drip, slow, round])
      expect([port, await codeOf(get(port, { limits }))]).toEqual([
        port,
        port === drip ? expect.stringMatching(/timeout|refused/) : "timeout",
      ])
    const thinking = door({ dns: { addresses: () => new Promise(() => {}) } })
    expect(await codeOf(thinking.fetch({ url: "http://blog.example/", limits }))).toBe("timeout")
  })

  it("stop when the caller does", async () => {
    const port = await serve(() => {})
    const caller = new AbortController()
    const fetched = get(port, { signal: caller.signal })
    setTimeout(() => caller.abort(new Error("enough")), 20)
    await expect(fetched).rejects.toThrow("enough")
  })
})

describe("a stranger who", () => {
  it.each<[string, string]>([
    ["speaks no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["hangs up", ""],
    ["switches protocols", "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"],
    ["promises more than comes", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"],
    ["says two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxy"],
  ])("%s is refused", async (_what, words) => {
    const port = await raw((socket) => socket.end(words))
    expect(await codeOf(get(port))).toBe("refused")
  })

  it("does not listen is refused", async () => {
    const port = await serve(() => {})
    await (open.pop()!.close() as Promise<void>)
    expect(await codeOf(get(port))).toBe("refused")
  })
})

describe("certificates", () => {
  const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  const [rootKey, leafKey] = [newKey(), newKey()]
  const key = leafKey.export({ type: "pkcs8", format: "pem" }).toString()
  const day = 86_400_000
  const issue = (subject: string, subjectKey: KeyObject, from: number, to: number) => {
    const dates = { from: new Date(Date.now() + from), to: new Date(Date.now() + to) }
    return makeCertificate({
      ...{ subject, subjectKey, issuer: "A root", issuerKey: rootKey, authority: subject === "A root" },
      ...dates,
    })
  }
  const root = issue("A root", rootKey, -3 * day, day)
  const certificate = (subject: string, from = -day, to = day) => issue(subject, leafKey, from, to)

  async function over(cert: string, ca: string | undefined = root): Promise<[unknown, string[]]> {
    const names: string[] = []
    const server = createTlsServer({ key, cert }, (_req, res) => void res.end("hello"))
    server.on("secureConnection", (socket) => names.push(String(socket.servername)))
    const port = await listening(server)
    const outside = door({ allow: [port], ...(ca ? { ca } : {}) })
    return [await codeOf(outside.fetch({ url: `https://blog.example:${port}/` })), names]
  }

  it("must be for the name, signed by somebody known, and not have run out", async () => {
    const [good, names] = await over(certificate("blog.example"))
    expect([good, names]).toEqual(["fetched", ["blog.example"]])
    expect((await over(certificate("other.example")))[0]).toBe("tls")
    expect((await over(certificate("blog.example"), ""))[0]).toBe("tls")
    expect((await over(certificate("blog.example", -2 * day, -day)))[0]).toBe("tls")
  })

  it("are missed where plain HTTP is spoken", async () => {
    const port = await serve((_req, res) => void res.end())
    expect(await codeOf(door({ allow: [port] }).fetch({ url: `https://blog.example:${port}/` }))).toBe("tls")
  })
})

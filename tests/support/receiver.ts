/** A program of a fan's, as a test wishes it: takes webhooks over HTTP, remembers them, and answers as it is told. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

export type Taken = { headers: IncomingHttpHeaders; body: string }
type Answer = (res: ServerResponse, taken: Taken) => void

export type Receiver = {
  url: string
  /** "127.0.0.1:port", for config.outsideAllow. */
  place: string
  taken: Taken[]
  /** How it answers from now on: a status, or whatever a test does with the response. */
  answer: number | Answer
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const taken: Taken[] = []
  const server = createServer(async (req, res) => {
    let body = ""
    for await (const chunk of req) body += chunk
    const one = { headers: req.headers, body }
    taken.push(one)
    if (typeof receiver.answer === "function") return receiver.answer(res, one)
    res.writeHead(receiver.answer).end("ok")
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  const receiver: Receiver = { url: `http://${place}/hooks`, place, taken, answer: 200, close }
  return receiver
}

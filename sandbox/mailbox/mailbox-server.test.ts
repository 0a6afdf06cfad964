/** The mailbox over real HTTP: what is posted is kept and shown, and nothing in a mail can act. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { mailboxServer } from "./mailbox-server.ts"
import { openMessageStore } from "./message-store.ts"

const folder = mkdtempSync(join(tmpdir(), "mailbox-"))
const server = mailboxServer(openMessageStore(folder))
let base = ""
beforeAll(async () => {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})

const mail = {
  id: "mai_1",
  to: "Ada@example.org",
  kind: "receipt",
  subject: "<img src=x onerror=alert(1)>",
  text: "See https://fanfare.example/library?a=1&b=2 <now>",
  html: "<html><head></head><body><script>alert(1)</script></body></html>",
  headers: {} as Record<string, string>,
  createdAt: "2026-05-01T12:00:00.000Z",
}
const post = (body: string, type = "application/json") =>
  fetch(`${base}/messages`, { method: "POST", headers: { "content-type": type }, body })

test("a mail posted twice is kept once, found by its reader, and outlives the process", async () => {
  expect((await post(JSON.stringify(mail))).status).toBe(201)
  expect((await post(JSON.stringify(mail))).status).toBe(201)
  const found = await (await fetch(`${base}/api/messages?to=ada@EXAMPLE.org`)).json()
  expect(found).toEqual({ messages: [mail] })
  expect(await (await fetch(`${base}/api/messages?to=eve@example.org`)).json()).toEqual({ messages: [] })
  expect(openMessageStore(folder).list({ limit: 10 })).toEqual([mail])
})

test("pages escape what people wrote, link what is a link, and say that this is a stand-in", async () => {
  await post(JSON.stringify(mail))
  const page = await (await fetch(`${base}/m/mai_1`)).text()
  const list = await (await fetch(`${base}/`)).text()
  for (const html of [page, list]) {
    expect(html).not.toContain("<img")
    expect(html).toContain("A stand-in.")
  }
  expect(page).toContain('href="https://fanfare.example/library?a=1&amp;b=2"')
  expect(page).toContain("&lt;now&gt;")
})

test("the mail itself is served without scripts", async () => {
  await post(JSON.stringify(mail))
  const policy = (await fetch(`${base}/m/mai_1/html`)).headers.get("content-security-policy")
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/sandbox(?!.*allow-scripts)/)
})

test("a press on Unsubscribe posts what RFC 8058 asks for, once and without cookies, to this machine only", async () => {
  const heard: unknown[] = []
  const sender = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    heard.push([request.method, request.url, `${Buffer.concat(chunks)}`, request.headers.cookie])
    response.end()
  })
  sender.listen(0, "127.0.0.1")
  await once(sender, "listening")
  const url = `http://127.0.0.1:${(sender.address() as AddressInfo).port}/u/token`
  const headers = (target: string) => ({
    "List-Unsubscribe": `<${target}>, <mailto:leave@fanfare.example>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  })
  await post(JSON.stringify({ ...mail, id: "mai_list", headers: headers(url) }))
  await post(JSON.stringify({ ...mail, id: "mai_far", headers: headers("https://example.org/u") }))
  const page = await (await fetch(`${base}/m/mai_list`)).text()
  expect(page).toContain('action="/m/mai_list/unsubscribe"')
  expect(page).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
  const press = (id: string) => fetch(`${base}/m/${id}/unsubscribe`, { method: "POST" })
  expect(await (await press("mai_list")).text()).toContain("Unsubscribed")
  expect(heard).toEqual([["POST", "/u/token", "List-Unsubscribe=One-Click", undefined]])
  expect((await press("mai_far")).status).toBe(404)
  expect((await press("mai_1")).status).toBe(404)
  sender.close()
})

test.each([
  [
    "a header of two lines",
    JSON.stringify({ ...mail, headers: { "List-Unsubscribe": "a\r\nBcc: b" } }),
    "application/json",
    400,
  ],
  ["not JSON", "{", "application/json", 400],
  ["another type", JSON.stringify(mail), "text/plain", 415],
  ["a missing field", JSON.stringify({ ...mail, subject: undefined }), "application/json", 400],
  ["an id that is a path", JSON.stringify({ ...mail, id: "../x" }), "application/json", 400],
  ["too much", JSON.stringify({ ...mail, html: "x".repeat(1_100_000) }), "application/json", 413],
])("refuses %s", async (_, body, type, status) => {
  expect((await post(body, type)).status).toBe(status)
})

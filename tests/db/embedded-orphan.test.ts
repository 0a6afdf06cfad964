/** The embedded database's door when a client dies in the very moment its transaction begins. */
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { WireServer } from "#db/embedded-wire.ts"

/** PostgreSQL's first message: length 8, protocol 3.0. */
const STARTUP = Buffer.from([0, 0, 0, 8, 0, 3, 0, 0])

function query(sql: string): Buffer {
  const text = Buffer.from(`${sql}\0`)
  const head = Buffer.from([0x51, 0, 0, 0, 4 + text.length])
  return Buffer.concat([head, text])
}

const ready = (status: string) => Buffer.from([0x5a, 0, 0, 0, 5, status.charCodeAt(0)])

/** A session whose `begin` takes until it is let go; it keeps all it was asked. */
function slowSession() {
  const asked: string[] = []
  let letGo = () => {}
  const begun = new Promise<void>((done) => {
    letGo = done
  })
  const run = async (message: Uint8Array, reply: (bytes: Uint8Array) => void) => {
    const sql = message[0] === 0x51 ? Buffer.from(message.subarray(5, -1)).toString() : "startup"
    asked.push(sql)
    if (sql === "begin") await begun
    reply(ready(sql === "begin" ? "T" : "I"))
  }
  return { asked, letGo: () => letGo(), run }
}

it("ends the transaction of a client that died while it began, and serves the next", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fanfare-orphan-"))
  const path = join(folder, "door")
  const session = slowSession()
  const door = new WireServer(session)
  const server = await door.listen({ path })
  const dying = connect(path)
  dying.write(Buffer.concat([STARTUP, query("begin")]))
  await expect.poll(() => session.asked).toContain("begin")
  dying.destroy()
  await expect.poll(() => new Promise((done) => server.getConnections((_, n) => done(n)))).toBe(0)
  session.letGo()
  const next = connect(path)
  next.write(Buffer.concat([STARTUP, query("select 1")]))
  await once(next, "data")
  await expect.poll(() => session.asked).toEqual(["startup", "begin", "rollback", "startup", "select 1"])
  next.destroy()
  await door.close()
  rmSync(folder, { recursive: true })
})

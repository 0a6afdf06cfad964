/** A line to a database that a test can cut, or leave hanging, and mend again. */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { join } from "node:path"
import type { DatabaseAddress } from "#db/client.ts"

export type BreakableLine = {
  /** Where the database is to be reached through this line. */
  address: DatabaseAddress
  /** Every connection ends, and new ones end at once. */
  cut(): void
  /** Every connection stays open, and nothing comes through any more. */
  hang(): void
  /** New connections come through; those that hung end. */
  mend(): void
  close(): Promise<void>
}

export async function breakableLine(to: DatabaseAddress): Promise<BreakableLine> {
  let state: "whole" | "cut" | "hanging" = "whole"
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    if (state === "cut") return near.destroy()
    const pair = state === "hanging" ? [near] : [near, connect(placeOf(to))]
    for (const end of pair) {
      const other = pair.find((one) => one !== end)
      ends.add(end)
      end.on("error", () => undefined)
      end.on("close", () => {
        ends.delete(end)
        other?.destroy()
      })
      if (other) end.on("data", (bytes) => state !== "hanging" && other.write(bytes))
    }
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const endAll = () => {
    for (const end of ends) end.destroy()
  }
  return {
    address: through(to, (server.address() as AddressInfo).port),
    cut: () => {
      state = "cut"
      endAll()
    },
    hang: () => {
      state = "hanging"
    },
    mend: () => {
      state = "whole"
      endAll()
    },
    close: async () => {
      endAll()
      await new Promise((done) => server.close(done))
    },
  }
}

function placeOf(address: DatabaseAddress): { path: string } | { host: string; port: number } {
  if ("socketDir" in address) return { path: join(address.socketDir, ".s.PGSQL.5432") }
  if ("port" in address) return address
  const { hostname, port } = new URL(address.url)
  return { host: hostname, port: Number(port || 5432) }
}

function through(to: DatabaseAddress, port: number): DatabaseAddress {
  if (!("url" in to)) return { host: "127.0.0.1", port }
  const url = new URL(to.url)
  url.host = `127.0.0.1:${port}`
  return { url: url.href }
}

/** The mailbox of the sample world, as a process of its own: `node sandbox/mailbox/main.ts --port 3003 --data DIR`. */
import { once } from "node:events"
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { mailboxServer } from "./mailbox-server.ts"
import { openMessageStore } from "./message-store.ts"

const { values } = parseArgs({
  options: { port: { type: "string", default: "3003" }, data: { type: "string", default: "data/mailbox" } },
})
const port = Number(values.port)
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error("mailbox: --port must be a port number, for example --port 3003")
  process.exit(2)
}

const store = openMessageStore(resolve(values.data))
// Both loopbacks: "localhost" means either, depending on who asks. A machine without IPv6 has only the first.
const servers = [mailboxServer(store), mailboxServer(store)] as const
servers[0].listen(port, "127.0.0.1")
await once(servers[0], "listening").catch((error: Error) => {
  console.error(`mailbox: cannot listen on port ${port}: ${error.message}`)
  process.exit(1)
})
servers[1].on("error", () => {}).listen(port, "::1")
console.log(`mailbox http://localhost:${port}`)

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  })
}

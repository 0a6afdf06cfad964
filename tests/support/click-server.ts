/** The click path alone in a process of its own, to be killed: `node click-server.ts DATA_DIR [DATABASE_URL]`. Says its port. */
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { openDatabase } from "#db/client.ts"
import { startEmbedded } from "#db/embedded.ts"
import { migrateDatabase } from "#db/migrate.ts"
import { systemClock } from "#lib/kernel/clock.ts"
import { openClickPath } from "#server/click-path.ts"
import { makeFanWorld } from "./fan-world.ts"

const [dataDir = "", databaseUrl = null] = process.argv.slice(2)
const address = databaseUrl ? { url: databaseUrl } : (await startEmbedded(dataDir)).address
const database = openDatabase(address)
await migrateDatabase(database)
const deps = { db: database.db, clock: systemClock }
const { link } = await makeFanWorld(deps)
const config = { dataDir, databaseUrl, publicUrl: "http://localhost", trustedProxies: [] }
const path = await openClickPath({ deps: { ...deps, config }, log: console.error })
const server = createServer((req, res) => {
  if (!path.handle(req, res)) res.writeHead(404).end()
})
server.listen(0, "127.0.0.1", () => {
  process.send!({ port: (server.address() as AddressInfo).port, code: link.code })
})

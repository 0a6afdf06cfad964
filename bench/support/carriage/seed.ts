/** One carrier of the carriage bench in a process of its own; prints `{"port":n}`, and its cost when told to stop. */
import { readFileSync } from "node:fs"
import { openFsStore } from "../../../peer-node/engine/fs-store.ts"
import { nodeCryptoPort } from "../../../peer-node/engine/node-crypto.ts"
import { startSeeder } from "../../../peer-node/engine/seeder.ts"
import { tcpTransport } from "../../../peer-node/engine/tcp.ts"
import { fromHex } from "../../../peer-node/protocol/bytes.ts"
import { verifyTicket } from "../../../peer-node/protocol/ticket.ts"
import { type BenchPlan, bitsOf, cost } from "./plan.ts"

const [planPath = "", name = ""] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(planPath, "utf8")) as BenchPlan
const crypto = nodeCryptoPort()
const bits = bitsOf(plan)
const own = plan.carriers[Number(name)]!
const nodeKey = { publicKey: fromHex(own.publicKey), secretKey: fromHex(own.secretKey) }
const keys = [
  {
    kid: plan.ticketKey.kid,
    use: "ticket" as const,
    publicKey: fromHex(plan.ticketKey.publicKey),
    fromSeconds: null,
    toSeconds: null,
  },
]
let receipts = 0

const store = await openFsStore({
  bits,
  files: [{ path: plan.contentPath, sizeBytes: bits.sizeBytes }],
  statePath: `${plan.contentPath}.${name}.state`,
  crypto,
  check: "all",
})
const seeder = await startSeeder({
  transport: tcpTransport(),
  listen: { host: "127.0.0.1", port: 0 },
  crypto,
  nodeKey,
  verifyTicket: (jws) =>
    verifyTicket(jws, { keys, nowSeconds: Math.floor(Date.now() / 1000), car: nodeKey.publicKey, obj: bits.obj }),
  onReceipt: () => {
    receipts++
  },
})
seeder.add({ bits, store, open: false })
const before = cost()
console.log(JSON.stringify({ port: seeder.port }))
process.stdin.once("data", async () => {
  console.log(JSON.stringify({ ...cost(before), bytesSent: seeder.stats().bytesSent, receipts }))
  process.exit(0)
})

/** The downloader of the carriage bench in a process of its own; prints its seconds and its cost. */
import { readFileSync } from "node:fs"
import { type Carrier, download } from "../../../peer-node/engine/download.ts"
import { openFsStore } from "../../../peer-node/engine/fs-store.ts"
import { nodeCryptoPort } from "../../../peer-node/engine/node-crypto.ts"
import { tcpTransport } from "../../../peer-node/engine/tcp.ts"
import { fromHex } from "../../../peer-node/protocol/bytes.ts"
import { type BenchPlan, bitsOf, cost } from "./plan.ts"

const [planPath = "", outPath = "", ...ports] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(planPath, "utf8")) as BenchPlan
const crypto = nodeCryptoPort()
const bits = bitsOf(plan)
const store = await openFsStore({
  bits,
  files: [{ path: outPath, sizeBytes: bits.sizeBytes }],
  statePath: `${outPath}.state`,
  crypto,
})
const carriers = ports.map((port, i): Carrier => {
  const c = plan.carriers[i]!
  const pass = {
    jws: c.ticket,
    jti: fromHex(c.jti),
    nodeKey: fromHex(c.publicKey),
    limitBytes: bits.sizeBytes,
    windowBytes: c.windowBytes,
  }
  return { nodeId: `carrier-${i}`, address: "127.0.0.1", port: Number(port), ticket: pass }
})
const sessionKey = { publicKey: fromHex(plan.sessionKey.publicKey), secretKey: fromHex(plan.sessionKey.secretKey) }
const before = cost()
const startedAt = performance.now()
const result = await download({ transport: tcpTransport(), crypto, release: bits, store, carriers, sessionKey })
const seconds = (performance.now() - startedAt) / 1000
const signed = result.perTicket.reduce((n, t) => n + t.cumulativeBytes, 0)
if (signed !== bits.sizeBytes) throw new Error(`signed ${signed} of ${bits.sizeBytes} bytes`)
console.log(JSON.stringify({ seconds, ...cost(before) }))
process.exit(0)

/** The thread the embedded database runs in: its calls never yield, so it must not share the web server's event loop. */
import { readFile, writeFile } from "node:fs/promises"
import { parentPort, workerData } from "node:worker_threads"
import { PGlite } from "@electric-sql/pglite"
import { WireServer } from "./embedded-wire.ts"

/** What the thread is told; `folder` null keeps everything in memory, `image` starts from a saved database. */
export type WorkerOrder = {
  folder: string | null
  image: string | null
  listen: { path: string } | { host: string; port: number }
}
export type WorkerAsk = { ask: "save"; path: string } | { ask: "stop" }
export type WorkerAnswer =
  | { done: "listening"; port: number | null }
  | { done: "save" }
  | { done: "stop" }
  | { failed: string }

const order = workerData as WorkerOrder
const port = parentPort!
const answer = (message: WorkerAnswer) => port.postMessage(message)

const database = await PGlite.create({
  ...(order.folder === null ? {} : { dataDir: order.folder }),
  // Read whole: another process may put a newer image in its place, and a blob over a changed file refuses to be read.
  ...(order.image === null ? {} : { loadDataDir: new Blob([await readFile(order.image)]) }),
})
const wire = new WireServer({
  run: (message, reply) => database.execProtocolRawStream(message, { onRawData: reply }),
})
const server = await wire.listen(order.listen)
const bound = server.address()
answer({ done: "listening", port: bound !== null && typeof bound === "object" ? bound.port : null })

port.on("message", async (message: WorkerAsk) => {
  try {
    if (message.ask === "save") await save(message.path)
    else await stop()
    answer({ done: message.ask })
  } catch (error) {
    answer({ failed: (error as Error).message })
  }
})

async function save(path: string): Promise<void> {
  const image = await database.dumpDataDir("none")
  await writeFile(path, new Uint8Array(await image.arrayBuffer()))
}

async function stop(): Promise<void> {
  await wire.close()
  await database.close()
}

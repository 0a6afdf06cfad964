/** Shows a fetch to whoever waits for it. */
import type { DownloadProgress } from "../engine/download.ts"
import type { FetchWatch } from "./fetch-queue.ts"
import { type Output, showBytes } from "./output.ts"

export function watchWith(output: Output): FetchWatch {
  return {
    onSession: (session) =>
      output.event(
        "session",
        session,
        `${session.resumed ? "going on with" : "opened"} session ${session.sessionId}, ${session.carriers} carriers`,
      ),
    onProgress: (p) => output.progress("progress", factsOf(p), textOf(p)),
    onCarrierFailed: (failed) => output.event("carrier_failed", failed, `carrier ${failed.nodeId}: ${failed.reason}`),
  }
}

const factsOf = (p: DownloadProgress) => ({
  have_bytes: p.haveBytes,
  size_bytes: p.sizeBytes,
  pieces: p.pieces,
  piece_count: p.pieceCount,
  carrier_bytes: p.bytesFromCarriers,
  origin_bytes: p.bytesFromOrigin,
  bytes_per_second: Math.round(p.bytesPerSecond),
  carriers: p.perCarrier.map((c) => ({ node_id: c.nodeId, bytes: c.bytes, connected: c.connected })),
})

function textOf(p: DownloadProgress): string {
  const percent = p.sizeBytes === 0 ? 100 : Math.floor((100 * p.haveBytes) / p.sizeBytes)
  const connected = p.perCarrier.filter((c) => c.connected).length
  return `${percent} %  ${showBytes(p.haveBytes)} of ${showBytes(p.sizeBytes)}  ${showBytes(p.bytesPerSecond)}/s  carriers ${connected}  origin ${showBytes(p.bytesFromOrigin)}`
}

/** Sends a range of a release over HTTP: asynchronous reads into pooled buffers, one on its way out while the next is read. */
import type { ServerResponse } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"
import type { ReleaseReader } from "#lib/catalog/storage.ts"

/** Large enough to be few, small enough that a thousand slow readers hold 500 MB at most. */
const BLOCK_BYTES = 256 * 1024
const POOLED_BUFFERS = 128

const pool: Buffer[] = []
const takeBuffer = (): Buffer => pool.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES)
const giveBuffer = (buffer: Buffer): void => {
  if (pool.length < POOLED_BUFFERS) pool.push(buffer)
}

/**
 * Writes `length` bytes from `offset` and ends the answer; headers are the caller's. `pace` says how long to wait before
 * so many bytes go. Stops without a word when the client has gone.
 */
export async function sendBytes(
  res: ServerResponse,
  reader: ReleaseReader,
  offset: number,
  length: number,
  pace: (bytes: number) => number,
): Promise<void> {
  const buffers = [takeBuffer(), takeBuffer()] as const
  const end = offset + length
  const read = (at: number, turn: number) =>
    at < end ? reader.read(at, Math.min(BLOCK_BYTES, end - at), buffers[turn % 2 === 0 ? 0 : 1]) : null
  let ahead = read(offset, 0)
  try {
    for (let at = offset, turn = 0; ahead && !res.destroyed; turn++) {
      const block = await ahead
      at += block.length
      ahead = read(at, turn + 1)
      ahead?.catch(() => {})
      const waitMs = pace(block.length)
      if (waitMs > 0) await sleep(waitMs)
      await write(res, block)
    }
    res.end()
  } finally {
    await ahead?.catch(() => {})
    for (const buffer of buffers) giveBuffer(buffer)
  }
}

/** Resolves when the kernel has the bytes (the buffer is free again) or the client has gone. */
function write(res: ServerResponse, block: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (res.destroyed) return resolve()
    const done = () => {
      res.off("close", done)
      resolve()
    }
    res.once("close", done)
    res.write(block, done)
  })
}

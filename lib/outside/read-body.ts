/** A stranger's body, read up to a limit: of what comes over the line, and of what it unpacks to. */
import type { IncomingMessage } from "node:http"
import { createGunzip } from "node:zlib"
import { OutsideError } from "./outside-error.ts"

export type BodyLimit = {
  bytes: number
  /** "cut": what was read until then is the body, as for pages of which only the head matters. */
  whenLarger: "refuse" | "cut"
}

/** Throws OutsideError too_large, or refused for an encoding that was not asked for. */
export async function readBody(answer: IncomingMessage, limit: BodyLimit): Promise<Uint8Array> {
  try {
    return await gather(unpacked(answer, limit), limit)
  } finally {
    answer.destroy()
  }
}

async function gather(source: AsyncIterable<Uint8Array>, { bytes, whenLarger }: BodyLimit): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of source) {
    size += part.length
    parts.push(part)
    if (size <= bytes) continue
    if (whenLarger === "refuse") throw new OutsideError("too_large", `The body is larger than ${bytes} bytes.`)
    break
  }
  return Buffer.concat(parts).subarray(0, bytes)
}

function unpacked(answer: IncomingMessage, limit: BodyLimit): AsyncIterable<Uint8Array> {
  const encoding = (answer.headers["content-encoding"] ?? "identity").trim().toLowerCase()
  if (encoding === "identity" || encoding === "") return answer
  // Plain text was asked for; some servers send gzip to everybody.
  if (encoding !== "gzip" && encoding !== "x-gzip")
    throw new OutsideError("refused", "The body is packed in a way that was not asked for.")
  return gunzipped(answer, limit)
}

/** Packed bytes are bounded as well: gzip can go on for ever without unpacking to anything. */
async function* gunzipped(answer: IncomingMessage, { bytes }: BodyLimit): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip()
  const feed = (async () => {
    let packed = 0
    for await (const part of answer as AsyncIterable<Uint8Array>) {
      packed += part.length
      if (packed > bytes) throw new OutsideError("too_large", `The body is larger than ${bytes} bytes.`)
      if (gunzip.destroyed) return
      if (!gunzip.write(part)) await new Promise((go) => gunzip.once("drain", go).once("close", go))
    }
    gunzip.end()
  })().catch((error: Error) => void gunzip.destroy(error))
  try {
    yield* gunzip
  } finally {
    gunzip.destroy()
    answer.destroy()
    await feed
  }
}

/** Sends a release from the browser: announces it, uploads each file by tus, and follows it until it is published. */
import * as tus from "tus-js-client"
import { m } from "#lib/kernel/messages.ts"

/** Below the 64 MiB a chunk may have. */
const CHUNK_BYTES = 16 * 1024 * 1024
const UPLOADS_AT_ONCE = 3
const RETRY_DELAYS_MS = [0, 1_000, 3_000, 10_000, 30_000, 60_000]
const POLL_MS = 1_500

export type PartName = "trial" | "full"
export type ChosenFile = { path: string; file: File }
export type Chosen = Record<PartName, ChosenFile[]>

export type Progress =
  | { step: "announcing" }
  | { step: "uploading"; bytes: number; of: number }
  | { step: "publishing"; bytes: number; of: number; note: string | null }
  | { step: "published"; version: string }

type Announced = {
  release_id: string
  state: string
  is_new: boolean
  upload_token: string
  files: { upload_id: string; part: PartName; path: string; size: number; received: boolean }[]
}
type ReleaseBody = {
  state: string
  version: string
  failure: string | null
  plain_bytes: string
  published_bytes: string | null
}

/** Throws Error with a sentence for the page. Called again with the same files it goes on where it stopped. */
export async function uploadRelease(
  what: { title: string; version: string; chosen: Chosen },
  say: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  say({ step: "announcing" })
  const parts = (["trial", "full"] as const)
    .map((name) => ({ name, files: what.chosen[name].map((c) => ({ path: c.path, size: c.file.size })) }))
    .filter((part) => part.files.length > 0)
  const announced = await call<Announced>("POST", "/api/v1/releases", {
    title: what.title,
    version: what.version,
    parts,
  })
  if (announced.state === "uploading") await uploadAll(announced, what.chosen, say, signal)
  const path = `/api/v1/releases/${announced.release_id}`
  await follow(await call<ReleaseBody>("POST", `${path}/publish`, {}), path, say, signal)
}

/** Follows a release that is on its way already. */
export async function followRelease(releaseId: string, say: (progress: Progress) => void, signal: AbortSignal) {
  const path = `/api/v1/releases/${releaseId}`
  await follow(await call<ReleaseBody>("GET", path), path, say, signal)
}

async function uploadAll(announced: Announced, chosen: Chosen, say: (p: Progress) => void, signal: AbortSignal) {
  const of = announced.files.reduce((n, f) => n + f.size, 0)
  const sent = new Map(announced.files.map((f) => [f.upload_id, f.received ? f.size : 0]))
  const waiting = announced.files.filter((f) => !f.received)
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { part, path, upload_id } = next
      const source = chosen[part].find((c) => c.path.normalize("NFC") === path)
      if (!source) throw new Error(`${path} is missing from what you chose.`)
      await uploadFile(announced, upload_id, source.file, signal, (bytes) => {
        sent.set(upload_id, bytes)
        say({ step: "uploading", bytes: [...sent.values()].reduce((a, b) => a + b, 0), of })
      })
    }
  }
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, work))
}

/** A file of a release that was announced before is asked for how far it is; of a new one there is nothing to ask. */
function uploadFile(
  { upload_token, is_new }: Announced,
  id: string,
  file: File,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const endpoint = `${location.origin}/api/v1/uploads`
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(file, {
      endpoint,
      ...(!is_new && { uploadUrl: `${endpoint}/${id}` }),
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      headers: { authorization: `Bearer ${upload_token}` },
      metadata: { upload_id: id },
      onProgress: onBytes,
      onSuccess: () => resolve(),
      onError: (error) => reject(new Error(reasonOf(error))),
    })
    signal.addEventListener("abort", () => {
      void upload.abort()
      reject(signal.reason)
    })
    upload.start()
  })
}

const LINE_BROKE = m("The line broke. Press Upload again: it goes on where it stopped.")

/** Our own refusals are problem documents; everything else is a broken line. */
function reasonOf(error: Error | tus.DetailedError): string {
  const body = "originalResponse" in error ? error.originalResponse?.getBody() : undefined
  try {
    return (JSON.parse(body ?? "") as { detail: string }).detail
  } catch {
    return LINE_BROKE
  }
}

async function follow(
  first: ReleaseBody,
  path: string,
  say: (p: Progress) => void,
  signal: AbortSignal,
): Promise<void> {
  let release = first
  while (release.state !== "published") {
    const again = release.failure?.includes("tried again") ?? true
    if (release.state === "withdrawn" || (release.state === "failed" && !again))
      throw new Error(release.failure ?? `This release is ${release.state}.`)
    say({
      step: "publishing",
      bytes: Number(release.published_bytes ?? 0),
      of: Number(release.plain_bytes),
      note: release.failure,
    })
    await new Promise((wake) => setTimeout(wake, POLL_MS))
    signal.throwIfAborted()
    release = await call<ReleaseBody>("GET", path)
  }
  say({ step: "published", version: release.version })
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const init = body
    ? { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
    : { method }
  const answer = await fetch(path, init).catch(() => {
    throw new Error(LINE_BROKE)
  })
  const said = (await answer.json().catch(() => ({}))) as { detail?: string }
  if (!answer.ok) throw new Error(said.detail ?? `That was not taken (${answer.status}).`)
  return said as T
}

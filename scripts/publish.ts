/** The command-line publisher: announces a release, uploads its files resumably, and waits until it is in the swarm. */
import { createReadStream } from "node:fs"
import { readdir, readFile, stat } from "node:fs/promises"
import { basename, join, relative, sep } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import * as tus from "tus-js-client"
import { HELP, type PublishOptions, readOptions, UsageError } from "./publish-options.ts"

/** Below the 64 MiB a chunk may have; a line of 1 MB/s sends one in 16 s. */
const CHUNK_BYTES = 16 * 1024 * 1024
const UPLOADS_AT_ONCE = 3
const RETRY_DELAYS_MS = [500, 1_000, 3_000, 10_000, 30_000, 60_000]
const POLL_MS = 1_000
/** A restart of the platform takes seconds; after this long somebody should look. */
const PATIENCE_MS = 5 * 60_000

type LocalFile = { path: string; size: number; from: string }
type RemoteFile = { upload_id: string; part: "trial" | "full"; path: string; size: number; received: boolean }
type Announced = { release_id: string; state: string; upload_token: string; files: RemoteFile[] }
type ReleaseState = {
  state: string
  failure: string | null
  plain_bytes: string
  published_bytes: string | null
  obj: string | null
  size: string | null
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

async function publish(o: PublishOptions): Promise<void> {
  const local = { trial: o.trial ? await filesUnder(o.trial) : [], full: await filesUnder(o.full) }
  const say = reporter(o.json)
  const announced = await announce(o, local)
  say({ step: "announced", release: announced.release_id, files: announced.files.length })
  if (o.cover) await call(o, "PUT", `/api/v1/titles/${o.slug}/cover`, await readFile(o.cover))
  if (announced.state === "uploading") await uploadAll(o, announced, local, say)
  const done = await waitUntilPublished(o, announced.release_id, say)
  const offer = o.draft ? null : await call<{ state: string }>(o, "POST", `/api/v1/titles/${o.slug}/offer`, {})
  if (offer?.state === "in_review")
    say({
      step: "in_review",
      tell: "An operator looks at it first; you get a mail.",
      page: `${o.url}/publish/${o.slug}`,
    })
  say({
    step: "published",
    release: announced.release_id,
    obj: done.obj,
    bytes: done.size,
    page: `${o.url}/titles/${o.slug}`,
  })
}

/** Every regular file, by name; links are not followed, so that nothing outside the folder is published. */
async function filesUnder(root: string): Promise<LocalFile[]> {
  const found = await stat(root).catch(() => null)
  if (!found) throw new UsageError(`${root}: there is no such file or folder`)
  if (found.isFile()) return [{ path: basename(root), size: found.size, from: root }]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const names = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name))
  const files = await Promise.all(
    names.map(async (from) => ({ path: pathIn(root, from), size: (await stat(from)).size, from })),
  )
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

const pathIn = (root: string, from: string): string => relative(root, from).split(sep).join("/").normalize("NFC")

async function announce(o: PublishOptions, local: Record<"trial" | "full", LocalFile[]>): Promise<Announced> {
  const part = (name: "trial" | "full") => ({ name, files: local[name].map(({ path, size }) => ({ path, size })) })
  const parts = [part("trial"), part("full")].filter((p) => p.files.length > 0)
  const body = { title: o.slug, version: o.version, open: o.open, parts }
  try {
    return await call<Announced>(o, "POST", "/api/v1/releases", body)
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 404 || o.title === null) throw error
  }
  const words = { slug: o.slug, name: o.title, tagline: o.tagline, description: o.description, kind: o.kind }
  await call(o, "POST", "/api/v1/titles", { ...words, price_cents: o.priceCents, demo_terms: o.demo })
  return call<Announced>(o, "POST", "/api/v1/releases", body)
}

async function uploadAll(
  o: PublishOptions,
  announced: Announced,
  local: Record<"trial" | "full", LocalFile[]>,
  say: Say,
) {
  const total = announced.files.reduce((n, f) => n + f.size, 0)
  const sent = new Map(announced.files.map((f) => [f.upload_id, f.received ? f.size : 0]))
  const progress = (id: string, bytes: number) => {
    sent.set(id, bytes)
    say({ step: "uploading", bytes: [...sent.values()].reduce((a, b) => a + b, 0), of: total })
  }
  const waiting = announced.files.filter((f) => !f.received)
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const { part, path, upload_id } = file
      const from = local[part].find((l) => l.path === path)!.from
      await uploadFile(o, upload_id, from, file.size, (bytes) => progress(upload_id, bytes))
    }
  }
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, work))
}

function uploadFile(
  o: PublishOptions,
  id: string,
  from: string,
  size: number,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const address = `${o.url}/api/v1/uploads`
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(createReadStream(from) as never, {
      endpoint: address,
      uploadUrl: `${address}/${id}`,
      uploadSize: size,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      headers: { authorization: `Bearer ${o.key}` },
      metadata: { upload_id: id },
      onProgress: onBytes,
      onSuccess: () => resolve(),
      onError: (error) => reject(new Error(`${from}: ${error.message}`)),
    })
    upload.start()
  })
}

async function waitUntilPublished(o: PublishOptions, releaseId: string, say: Say): Promise<ReleaseState> {
  const path = `/api/v1/releases/${releaseId}`
  let release = await call<ReleaseState>(o, "POST", `${path}/publish`, {})
  while (release.state !== "published") {
    const again = release.failure?.includes("tried again") ?? true
    if (release.state === "withdrawn" || (release.state === "failed" && !again))
      throw new Error(`The release is ${release.state}. ${release.failure ?? ""}`)
    say({ step: "publishing", bytes: Number(release.published_bytes ?? 0), of: Number(release.plain_bytes) })
    release = await pollPatiently(o, path)
  }
  return release
}

/** Publishing goes on without us, also through a restart of the platform: an answer that does not come is waited for. */
async function pollPatiently(o: PublishOptions, path: string): Promise<ReleaseState> {
  for (const until = Date.now() + PATIENCE_MS; ; ) {
    await sleep(POLL_MS)
    try {
      return await call<ReleaseState>(o, "GET", path)
    } catch (error) {
      if (error instanceof Refused || Date.now() > until) throw error
    }
  }
}

/** One call of the machine API; a refusal becomes its own sentence. */
async function call<T = unknown>(
  o: PublishOptions,
  method: string,
  path: string,
  body?: object | Uint8Array,
): Promise<T> {
  const raw = body instanceof Uint8Array
  const headers = {
    authorization: `Bearer ${o.key}`,
    "content-type": raw ? "application/octet-stream" : "application/json",
  }
  const init = { method, headers, ...(body ? { body: raw ? Buffer.from(body) : JSON.stringify(body) } : {}) }
  const answer = await fetch(o.url + path, init).catch((error: Error) => {
    throw new Error(
      `${o.url} does not answer (${(error.cause as Error | undefined)?.message ?? error.message}). Is it running?`,
    )
  })
  const said = (await answer.json().catch(() => ({}))) as { detail?: string; title?: string }
  if (!answer.ok) throw new Refused(answer.status, said.detail ?? said.title ?? `${path}: ${answer.status}`)
  return said as T
}

type Report = { step: string; [more: string]: unknown }
type Say = (report: Report) => void

/** JSON lines, or one line of words that is written over on a terminal and repeated each tenth elsewhere. */
function reporter(json: boolean): Say {
  let last = ""
  return (report) => {
    if (json) return void console.log(JSON.stringify(report))
    const { step, bytes, of } = report as Report & { bytes?: number; of?: number }
    if (typeof of !== "number") return void console.log(`${Object.values(report).filter(Boolean).join("  ")}`)
    const percent = of === 0 ? 100 : Math.floor(((bytes ?? 0) / of) * 100)
    const line = process.stdout.isTTY ? `${step} ${percent} %` : `${step} ${percent - (percent % 10)} %`
    if (line === last) return
    last = line
    if (process.stdout.isTTY) process.stdout.write(`\r${line}${percent === 100 ? "\n" : ""}`)
    else console.log(line)
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options) await publish(options)
  else console.log(HELP)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

/** The upload address: tus 1.0 over the announced files of a release, resumable across every restart. */
import { mkdirSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { FileStore } from "@tus/file-store"
import { Server } from "@tus/server"
import { isKeyHeader } from "#lib/api/authenticate-key.ts"
import type { Actor } from "#lib/auth/actor.ts"
import { acceptUpload, getUploadFor } from "#lib/catalog/accept-upload.ts"
import { publishKeyActor } from "#lib/catalog/publish-key.ts"
import { uploadExists, uploadedBytes, uploadFolder } from "#lib/catalog/upload-store.ts"
import { findUploadTokenActor } from "#lib/catalog/upload-token.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError, ERRORS } from "#lib/kernel/errors.ts"
import { type Id, isId } from "#lib/kernel/ids.ts"

export const UPLOADS_PATH = "/api/v1/uploads"

/** One PATCH. What a broken connection can lose is what was not yet written, not the chunk. */
export const MAX_CHUNK_BYTES = 64 * 1024 * 1024

type UploadDeps = Pick<Deps, "db" | "clock" | "config" | "keys">
/** The web request as the tus server hands it to its hooks. */
type Asked = { method: string; headers: Headers }

const METHODS = ["POST", "HEAD", "PATCH", "OPTIONS"]
const servers = new WeakMap<UploadDeps, Server>()

/** Serves everything at and under UPLOADS_PATH. Signed in by an upload token or a publish key (`Authorization: Bearer`). */
export async function handleUpload(req: IncomingMessage, res: ServerResponse, deps: UploadDeps): Promise<void> {
  if (!METHODS.includes(req.method ?? "")) {
    res.writeHead(405, { allow: METHODS.join(", ") }).end()
    return
  }
  const server = servers.get(deps) ?? tusServer(deps)
  servers.set(deps, server)
  await server.handle(req, res)
}

function tusServer(deps: UploadDeps): Server {
  const directory = uploadFolder(deps.config.dataDir)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return new Server({
    path: UPLOADS_PATH,
    datastore: new FileStore({ directory }),
    relativeLocation: true,
    allowedOrigins: [deps.config.publicUrl],
    maxSize: deps.config.releaseLimitBytes,
    namingFunction: (_req, metadata) => uploadIdOf(metadata?.upload_id),
    onIncomingRequest: (req, id) => admit(deps, req, uploadIdOf(id)),
    onUploadCreate: (_req, upload) => refuseSecond(deps, uploadIdOf(upload.id)),
    onUploadFinish: (req, upload) => finish(deps, req, uploadIdOf(upload.id)),
    onResponseError: (_req, error) => problemOf(error),
  })
}

function uploadIdOf(id: string | null | undefined): Id<"upload"> {
  if (!isId("upload", id))
    throw new AppError("invalid_input", "Name the upload: announce the release first, then use its upload_id.")
  return id
}

async function actorOf(deps: UploadDeps, req: Asked): Promise<Actor> {
  const authorization = req.headers.get("authorization")
  const actor = await findUploadTokenActor(deps, authorization)
  if (actor) return actor
  if (isKeyHeader(authorization)) return publishKeyActor(deps, authorization)
  throw new AppError("unauthenticated", "Bring an upload token or a publish key.")
}

/** Every request: whose upload it is, and that neither its length nor its chunk is larger than announced. */
async function admit(deps: UploadDeps, req: Asked, id: Id<"upload">): Promise<void> {
  const file = await getUploadFor(deps.db, await actorOf(deps, req), id)
  const length = req.headers.get("upload-length")
  if (req.method === "POST" && Number(length) !== file.sizeBytes)
    throw new AppError("conflict", `This file was announced with ${file.sizeBytes} bytes.`)
  if (length === null && req.headers.has("upload-defer-length"))
    throw new AppError("invalid_input", "Say Upload-Length: it was announced.")
  const chunk = req.headers.get("content-length")
  if (req.method === "PATCH" && chunk === null) throw new AppError("invalid_input", "A chunk needs Content-Length.")
  if (Number(chunk ?? 0) > MAX_CHUNK_BYTES) throw new AppError("too_large", "A chunk has at most 64 MiB.")
}

/** Creating an upload again would empty it. */
async function refuseSecond(deps: UploadDeps, id: Id<"upload">) {
  if (await uploadExists(deps.config.dataDir, id))
    throw new AppError(
      "conflict",
      `This upload has begun (${await uploadedBytes(deps.config.dataDir, id)} bytes); continue at its address.`,
    )
  return {}
}

async function finish(deps: UploadDeps, req: Asked, id: Id<"upload">) {
  await acceptUpload(deps, { actor: await actorOf(deps, req), uploadId: id })
  return {}
}

function problemOf(error: unknown): { status_code: number; body: string } | undefined {
  if (!(error instanceof AppError)) return undefined
  const { code, detail } = error
  const { status, title } = ERRORS[code]
  return {
    status_code: status,
    body: JSON.stringify({ type: `urn:fanfare:error:${code}`, title, status, code, detail }),
  }
}

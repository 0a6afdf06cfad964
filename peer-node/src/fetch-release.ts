/** Brings one release onto the shelf through a download session: opened or gone on with, carried, reported, licensed. */
import fs from "node:fs"
import path from "node:path"
import type { DownloadProgress, DownloadResult, FailedCarrier } from "../engine/download.ts"
import { download } from "../engine/download.ts"
import type { Seeder } from "../engine/seeder.ts"
import { tcpTransport } from "../engine/tcp.ts"
import { verifyManifest } from "../protocol/manifest.ts"
import { decodeReceipt } from "../protocol/receipt.ts"
import { signReport } from "../protocol/report.ts"
import type { NodeContext } from "./context.ts"
import {
  type DownloadSession,
  forgetSession,
  moreCarriers,
  objectOf,
  openSession,
  resumeSession,
  type SessionKind,
} from "./download-session.ts"
import { saveLicence } from "./licence-file.ts"
import { originClient } from "./origin-client.ts"
import type { Shelf, ShelfItem } from "./shelf.ts"

export interface FetchRequest {
  readonly kind: SessionKind
  readonly titleId: string
  /** No other node sees our address; everything comes from the origin. */
  readonly originOnly: boolean
  /** Whether the node offers the bits to others, from the first piece on. */
  readonly carry: boolean
}

export interface FetchHooks {
  /** A running seeder serves verified pieces while the rest still comes. */
  readonly seeder: Seeder | null
  readonly onProgress: (progress: DownloadProgress) => void
  readonly onCarrierFailed: (failed: FailedCarrier) => void
  readonly onSession: (session: { sessionId: string; carriers: number; resumed: boolean }) => void
}

export interface Fetched {
  readonly item: ShelfItem
  readonly sessionId: string
  readonly result: DownloadResult
}

/** Errors: of the platform client, the protocol, the engine; `disk_limit`. What was verified stays; the same call goes on. */
export async function fetchRelease(
  context: NodeContext,
  shelf: Shelf,
  request: FetchRequest,
  hooks: FetchHooks,
  signal: AbortSignal,
): Promise<Fetched> {
  const { session, item, resumed } = await begin(context, shelf, request)
  hooks.onSession({ sessionId: session.saved.sessionId, carriers: session.carriers.length, resumed })
  if (item.about.carry) serve(hooks.seeder, item)
  const live = { saved: session.saved, key: session.key }
  const result = await download({
    transport: tcpTransport(context.bind ? { localAddress: context.bind } : {}),
    crypto: context.crypto,
    release: item.bits,
    store: item.store,
    carriers: session.carriers,
    earlierTickets: session.earlier,
    sessionKey: session.key,
    origin: originOf(context, session, item),
    ...(request.originOnly ? {} : { moreCarriers: replacements(context, live) }),
    signal,
    limits: {
      downloadBytesPerSecond: context.downloadLimit,
      ...(context.floor > 0 ? { floorBytesPerSecond: context.floor } : {}),
    },
    now: context.clock.nowMs,
    onProgress: hooks.onProgress,
    onCarrierFailed: hooks.onCarrierFailed,
    ...(hooks.seeder && item.about.carry ? { serve: hooks.seeder } : {}),
  })
  await report(context, live, item, result)
  const own = request.kind !== "stock"
  return {
    item: shelf.change(item, { complete: true, ...(own ? { got: true } : {}) }),
    sessionId: session.saved.sessionId,
    result,
  }
}

export function serve(seeder: Seeder | null, item: ShelfItem): void {
  seeder?.add({ bits: item.bits, store: item.store, open: item.manifest.enc === "none" })
}

type Begun = { session: DownloadSession; item: ShelfItem; resumed: boolean }

async function begin(context: NodeContext, shelf: Shelf, request: FetchRequest): Promise<Begun> {
  const resumed = await resumeSession(context, request)
  const id = resumed && objectOf(resumed.saved)
  if (resumed && id && fs.existsSync(path.join(context.folder.releases, id, "about.json"))) {
    const item = await shelf.open(id)
    const wanted = request.carry && !item.about.carry ? shelf.change(item, { carry: true }) : item
    return { session: resumed, item: wanted, resumed: true }
  }
  return beginNew(context, shelf, request)
}

async function beginNew(context: NodeContext, shelf: Shelf, request: FetchRequest): Promise<Begun> {
  let verified: Awaited<ReturnType<typeof verifyManifest>> | undefined
  const wanted = { kind: request.kind, title: request.titleId, originOnly: request.originOnly }
  const { session, answer } = await openSession(context, wanted, async ({ manifest }) => {
    verified = await context.keys.check((keys) => verifyManifest(context.crypto, manifest, { keys }))
    return verified.obj
  })
  const { manifest, obj } = verified!
  const about = {
    titleId: answer.title_id,
    slug: answer.slug,
    name: answer.name,
    version: manifest.ver,
    sizeBytes: manifest.sz,
    pieceBytes: manifest.psz,
    pieceCount: manifest.n,
    carry: request.carry,
  }
  const item = await shelf.hold({ obj, token: answer.manifest, manifest, about })
  return { session, item, resumed: false }
}

function originOf(context: NodeContext, session: DownloadSession, item: ShelfItem) {
  return originClient({
    url: session.saved.origin.url,
    ticket: session.saved.origin.ticket,
    sessionId: session.saved.sessionId,
    sessionKey: session.key,
    crypto: context.crypto,
    bits: item.bits,
    nowSeconds: context.clock.nowSeconds,
    localAddress: context.bind,
  })
}

type Live = Parameters<typeof moreCarriers>[1]

const replacements =
  (context: NodeContext, live: Live) => (failed: readonly FailedCarrier[], progress: Uint8Array, signal: AbortSignal) =>
    moreCarriers(
      context,
      live,
      failed.map((f) => f.nodeId),
      progress,
      signal,
    )

/** The licence is issued against the report; a report that got lost is sent again by the next call. */
async function report(context: NodeContext, live: Live, item: ShelfItem, result: DownloadResult): Promise<void> {
  const receipts = result.perTicket.flatMap((t) => (t.receipt ? [decodeReceipt(t.receipt)] : []))
  const token = await signReport(
    {
      ses: live.saved.sessionId,
      obj: item.bits.obj,
      receipts,
      originBytes: BigInt(result.originBytes),
      bitmapHash: result.bitmapHash,
      complete: true,
      iat: context.clock.nowSeconds(),
    },
    live.key,
  )
  const { licence } = await context.platform.report(live.saved.sessionId, token)
  if (licence) saveLicence(context.folder, live.saved.titleId, licence)
  forgetSession(context, live.saved)
}

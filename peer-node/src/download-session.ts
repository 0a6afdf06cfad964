/** One download session as it lies on disk: its key, tickets and origin, so that a killed download goes on and is reported. */
import fs from "node:fs"
import path from "node:path"
import * as z from "zod"
import type { Carrier, CarrierPass } from "../engine/download.ts"
import { Carrier as CarrierBody, type SessionAnswer, type SessionRequest } from "../protocol/announce.ts"
import { equalBytes, fromB64url, toB64url, toHex } from "../protocol/bytes.ts"
import { type KeyPair, signingKeyFromSeed } from "../protocol/crypto.ts"
import { b64, idField } from "../protocol/fields.ts"
import { peekTicket, verifyTicket } from "../protocol/ticket.ts"
import type { NodeContext } from "./context.ts"
import { readJsonFile, writeJson } from "./json-file.ts"
import { PlatformRefused } from "./platform-errors.ts"

const SAVED = z.object({
  sessionId: idField,
  kind: z.enum(["stock", "demo", "purchase"]),
  titleId: idField,
  seed: b64(32),
  obj: b64(32),
  origin: z.object({ url: z.url(), ticket: z.string() }),
  originOnly: z.boolean(),
  /** Every ticket that was ever given, newest per id. */
  carriers: z.array(CarrierBody),
})
type Saved = z.infer<typeof SAVED>
export type SessionKind = Saved["kind"]

export interface DownloadSession {
  readonly saved: Saved
  readonly key: KeyPair
  /** Those to dial now. */
  readonly carriers: readonly Carrier[]
  /** Tickets whose carriers are not dialled any more but whose receipts stand. */
  readonly earlier: readonly CarrierPass[]
}

/** Stocking and getting the same title are two sessions. */
const fileOf = (context: NodeContext, kind: SessionKind, titleId: string): string =>
  path.join(context.folder.sessions, `${kind === "stock" ? "stock" : "own"}-${titleId}.json`)

/** What a freshly opened session brought, besides the session itself. */
export interface Opened {
  readonly session: DownloadSession
  readonly answer: SessionAnswer
}

/** Opens a new session and saves it. Throws `PlatformRefused`, `PlatformUnreachable`. */
export async function openSession(
  context: NodeContext,
  wanted: { kind: SessionKind; title: string; originOnly: boolean },
  obj: (answer: SessionAnswer) => Promise<Uint8Array>,
): Promise<Opened> {
  const key = await context.crypto.generateSigningKey()
  const request: SessionRequest = {
    kind: wanted.kind,
    title: wanted.title,
    session_key: toB64url(key.publicKey),
    ...(wanted.kind === "stock" ? {} : { device_key: toB64url(context.deviceKey.publicKey) }),
    ...(wanted.originOnly ? { origin_only: true } : {}),
  }
  const answer = await context.platform.openSession(request)
  const saved: Saved = {
    sessionId: answer.session_id,
    kind: wanted.kind,
    titleId: answer.title_id,
    seed: toB64url(key.secretKey),
    obj: toB64url(await obj(answer)),
    origin: answer.origin,
    originOnly: wanted.originOnly,
    carriers: answer.carriers,
  }
  writeJson(fileOf(context, saved.kind, saved.titleId), saved)
  const carriers = await usable(context, saved, key, answer.carriers)
  return { session: { saved, key, carriers, earlier: [] }, answer }
}

/** Whether an unfinished session of this kind lies here. */
export const hasSession = (context: NodeContext, kind: SessionKind, titleId: string): boolean =>
  fs.existsSync(fileOf(context, kind, titleId))

/** The unfinished session of this kind and title, with its tickets renewed; null when there is none to go on with. */
export async function resumeSession(
  context: NodeContext,
  wanted: { kind: SessionKind; titleId: string; originOnly: boolean },
): Promise<DownloadSession | null> {
  const saved = readJsonFile(fileOf(context, wanted.kind, wanted.titleId), SAVED)
  if (!saved || saved.kind !== wanted.kind || saved.originOnly !== wanted.originOnly) return null
  // The origin's ticket is not renewed; a session that outlived it is opened anew.
  if (peekTicket(saved.origin.ticket).exp <= context.clock.nowSeconds()) return null
  const key = await signingKeyFromSeed(fromB64url(saved.seed, 32))
  const renewed = await renew(context, saved)
  if (!renewed) return null
  const kept = remember(context, saved, renewed)
  const carriers = await usable(context, kept, key, renewed)
  const dialled = new Set(carriers.map((c) => (c.ticket ? toHex(c.ticket.jti) : "")))
  const earlier = kept.carriers.map(passOf).filter((pass) => !dialled.has(toHex(pass.jti)))
  return { saved: kept, key, carriers, earlier }
}

async function renew(context: NodeContext, saved: Saved) {
  if (saved.originOnly) return []
  try {
    return (await context.platform.moreTickets(saved.sessionId, { failed: [], progress: "" })).carriers
  } catch (error) {
    if (error instanceof PlatformRefused) return null
    throw error
  }
}

/** Asks for others in place of those that failed, and remembers their tickets. */
export async function moreCarriers(
  context: NodeContext,
  session: { saved: Saved; key: KeyPair },
  failed: readonly string[],
  progress: Uint8Array,
  signal: AbortSignal,
): Promise<readonly Carrier[]> {
  const body = { failed: [...new Set(failed)].slice(0, 64), progress: toB64url(progress) }
  const { carriers } = await context.platform.moreTickets(session.saved.sessionId, body, signal)
  session.saved = remember(context, session.saved, carriers)
  return usable(context, session.saved, session.key, carriers)
}

/** It was reported: nothing is left to go on with. */
export function forgetSession(context: NodeContext, saved: Saved): void {
  fs.rmSync(fileOf(context, saved.kind, saved.titleId), { force: true })
}

function remember(context: NodeContext, saved: Saved, given: SessionAnswer["carriers"]): Saved {
  const byTicket = new Map([...saved.carriers, ...given].map((c) => [toHex(peekTicket(c.ticket).jti), c]))
  const kept = { ...saved, carriers: [...byTicket.values()] }
  writeJson(fileOf(context, kept.kind, kept.titleId), kept)
  return kept
}

/** Carriers whose ticket really is the platform's, for this session's key and object; others are left out. */
async function usable(
  context: NodeContext,
  saved: Saved,
  key: KeyPair,
  given: SessionAnswer["carriers"],
): Promise<Carrier[]> {
  const carriers: Carrier[] = []
  for (const one of given) {
    const expected = {
      nowSeconds: context.clock.nowSeconds(),
      car: fromB64url(one.node_key),
      obj: fromB64url(saved.obj),
    }
    const check = context.keys.check((keys) => verifyTicket(one.ticket, { ...expected, keys }))
    const ticket = await check.catch(() => null)
    if (!ticket || ticket.ses !== saved.sessionId || !equalBytes(ticket.dlk, key.publicKey)) continue
    carriers.push({ nodeId: one.node_id, address: one.address, port: one.port, ticket: passOf(one) })
  }
  return carriers
}

function passOf(one: SessionAnswer["carriers"][number]): CarrierPass {
  const { jti, lim, win } = peekTicket(one.ticket)
  return { jws: one.ticket, jti, nodeKey: fromB64url(one.node_key, 32), limitBytes: lim, windowBytes: win }
}

/** The object hash in lower-case hex: the release's folder on the shelf. */
export const objectOf = (saved: Saved): string => toHex(fromB64url(saved.obj))

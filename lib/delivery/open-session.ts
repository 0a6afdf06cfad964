/** Opens a download session: a session key is registered, carriers are chosen, and each gets a ticket of its own. */
import { and, eq, gt, isNull, ne, or } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { titles } from "#db/schema/catalog.ts"
import { downloadSessions, type SessionKind } from "#db/schema/delivery.ts"
import { entitlements } from "#db/schema/entitlements.ts"
import { currentRelease, type DeliverableRelease, getReleaseForDelivery } from "#lib/catalog/queries.ts"
import { refuseTakenDown } from "#lib/catalog/taken-down.ts"
import type { Deps } from "#lib/deps.ts"
import { findLiveEntitlement } from "#lib/entitlements/queries.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, isStorable, newId } from "#lib/kernel/ids.ts"
import { addDays } from "#lib/kernel/period.ts"
import type { SessionAnswer } from "#peer/protocol/announce.ts"
import { fromB64url, toB64url } from "#peer/protocol/bytes.ts"
import { assertUsableKey } from "#peer/protocol/crypto.ts"
import { issueTickets, signOriginTicket } from "./issue-tickets.ts"
import { networkGroup } from "./network-group.ts"
import { refuseProtocol } from "./refuse-protocol.ts"

export type OpenSession = {
  userId: Id<"user">
  /** The node that downloads; null for a page. */
  nodeId: Id<"node"> | null
  kind: SessionKind
  /** Title id or slug. */
  title: string
  sessionKey: string
  deviceKey: string | null
  /** Observed address of the downloader. */
  address: string
  /** The buyer chose that no other fan sees an address. */
  originOnly: boolean
}

/** Each session shows up to 32 carriers' addresses: more in a day than any reader reloads a page is somebody collecting them. */
const SESSIONS_PER_TITLE_AND_DAY = 100
/** A node on a bad line opens a new one every minute or two; several nodes of an owner count together. */
const STOCK_SESSIONS_PER_TITLE_AND_DAY = 2_000

type Session = typeof downloadSessions.$inferSelect
type Release = DeliverableRelease
type Title = typeof titles.$inferSelect

/** Refuses `not_found` (title, release), `forbidden` (no live entitlement), `gone` (demo over), `invalid_input` (keys), `too_many`. */
export async function openSession(
  deps: Pick<Deps, "db" | "clock" | "config" | "keys">,
  input: OpenSession,
): Promise<SessionAnswer> {
  await checkKeys(input)
  const opened = await inTx(deps.db, "open-session", async (tx) => {
    const title = await findTitle(tx, input)
    await refuseTooMany(tx, input, title.id, deps.clock.now())
    const { release, entitlementId } = await entitledRelease(tx, title, input, deps.clock.now())
    const session = await insertSession(tx, { input, title, release, entitlementId, at: deps.clock.now() })
    const carriers = input.originOnly ? [] : await issueTickets(tx, deps, session, release, [])
    return { title, release, session, carriers }
  })
  return answer(deps, opened)
}

async function checkKeys(input: OpenSession): Promise<void> {
  await refuseProtocol(() => {
    assertUsableKey(fromB64url(input.sessionKey, 32))
    if (input.deviceKey !== null) assertUsableKey(fromB64url(input.deviceKey, 32), "X25519")
  })
}

async function refuseTooMany(tx: Tx, { userId, kind }: OpenSession, titleId: Id<"title">, at: Date): Promise<void> {
  const stock = kind === "stock"
  const today = and(
    eq(downloadSessions.userId, userId),
    eq(downloadSessions.titleId, titleId),
    stock ? eq(downloadSessions.kind, "stock") : ne(downloadSessions.kind, "stock"),
    gt(downloadSessions.openedAt, addDays(at, -1)),
  )
  if (
    (await tx.$count(downloadSessions, today)) >=
    (stock ? STOCK_SESSIONS_PER_TITLE_AND_DAY : SESSIONS_PER_TITLE_AND_DAY)
  )
    throw new AppError(
      "too_many",
      "Your account has opened too many downloads of this title today. Try again tomorrow.",
    )
}

/** A withdrawn title is not stocked any more, but who has a right to it can still fetch it. */
async function findTitle(tx: Tx, { title: idOrSlug, kind }: OpenSession): Promise<Title> {
  if (!isStorable(idOrSlug)) throw new AppError("not_found", "This title is not on offer.")
  const [title] = await tx
    .select()
    .from(titles)
    .where(or(eq(titles.id, idOrSlug as Id<"title">), eq(titles.slug, idOrSlug)))
  refuseTakenDown(title?.state)
  const deliverable = title?.state === "published" || (title?.state === "withdrawn" && kind !== "stock")
  if (!title || !deliverable) throw new AppError("not_found", "This title is not on offer.")
  return title
}

/** The release the entitlement stands for; a demo is bound to the release current at its first session. */
async function entitledRelease(tx: Tx, title: Title, input: OpenSession, at: Date) {
  if (input.kind === "stock") return { release: await requireCurrent(tx, title), entitlementId: null }
  const live = await findLiveEntitlement(tx, { userId: input.userId, titleId: title.id, at })
  if (!live || live.kind !== input.kind) {
    throw new AppError(
      "forbidden",
      `Your account has no ${input.kind === "demo" ? "running demo" : "purchase"} of this title.`,
    )
  }
  // Withdrawn or not: what the right stands for can be fetched again.
  if (live.releaseId) return { release: await getReleaseForDelivery(tx, live.releaseId), entitlementId: live.id }
  const release = await requireCurrent(tx, title)
  await tx
    .update(entitlements)
    .set({ releaseId: release.id })
    .where(and(eq(entitlements.id, live.id), isNull(entitlements.releaseId)))
  return { release, entitlementId: live.id }
}

async function requireCurrent(tx: Tx, title: Title): Promise<Release> {
  const release = await currentRelease(tx, title.id)
  if (!release) throw new AppError("not_found", "This title has no published release yet.")
  return release
}

type NewSession = {
  input: OpenSession
  title: Title
  release: Release
  entitlementId: Id<"entitlement"> | null
  at: Date
}

async function insertSession(tx: Tx, { input, title, release, entitlementId, at }: NewSession): Promise<Session> {
  const [session] = await tx
    .insert(downloadSessions)
    .values({
      id: newId("session", at),
      userId: input.userId,
      titleId: title.id,
      releaseId: release.id,
      entitlementId,
      nodeId: input.nodeId,
      kind: input.kind,
      sessionKey: input.sessionKey,
      deviceKey: input.deviceKey,
      state: "open",
      address: input.address,
      networkGroup: networkGroup(input.address),
      openedAt: at,
    })
    .returning()
  return session!
}

async function answer(
  deps: Pick<Deps, "clock" | "config" | "keys">,
  opened: { title: Title; release: Release; session: Session; carriers: SessionAnswer["carriers"] },
): Promise<SessionAnswer> {
  const { title, release, session, carriers } = opened
  return {
    session_id: session.id,
    kind: session.kind,
    title_id: title.id,
    slug: title.slug,
    name: title.name,
    manifest: release.manifest,
    torrent: toB64url(release.torrent),
    origin: { url: deps.config.originUrl, ticket: await signOriginTicket(deps, session, release) },
    carriers,
    have_licence: false,
  }
}

/** Takes a picture from outside: checks it, writes it anew in every size, and keeps it under its owner's name. */
import { createHash } from "node:crypto"
import { and, eq, sql } from "drizzle-orm"
import { inTx, type Tx } from "#db/client.ts"
import { pictures } from "#db/schema/media.ts"
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { type Id, newId } from "#lib/kernel/ids.ts"
import { EncoderQueue } from "./encoder-queue.ts"
import { type MadePicture, makeSizes } from "./make-sizes.ts"
import {
  type Crop,
  checkAlt,
  MAX_BYTES_PER_OWNER,
  MAX_PICTURES_PER_OWNER,
  type PictureView,
  type Purpose,
} from "./picture.ts"
import { isPictureStored, storePicture } from "./picture-folder.ts"
import { lockPictureFiles, pictureColumns } from "./queries.ts"
import { readPictureHeader } from "./read-header.ts"

const queue = new EncoderQueue()

export type AcceptPicture = {
  actor: Pick<Actor, "userId">
  bytes: Uint8Array
  /** Null or absent keeps the whole picture. */
  crop?: Crop | null
  purpose: Purpose
  alt?: string
}

/**
 * The same bytes with the same crop from the same owner are one picture, however often they come (a new `alt` replaces
 * the old). Refuses `too_large`, `unsupported` and `invalid_input` on field `picture`, `crop` or `alt`, and `too_many`
 * when the owner's quota or the queue is full.
 */
export async function acceptPicture(
  deps: Pick<Deps, "db" | "clock" | "config">,
  input: AcceptPicture,
): Promise<PictureView> {
  const { actor, bytes, crop = null, purpose } = input
  const alt = input.alt === undefined ? undefined : checkAlt(input.alt)
  readPictureHeader(bytes)
  const ownerId = actor.userId
  const sha256 = hashOf(bytes, crop)
  const known = await findByHash(deps, ownerId, sha256, alt)
  if (known) return known
  await inTx(deps.db, "picture-quota", (tx) => assertRoom(tx, ownerId, 0))
  return queue.run(ownerId, async () => {
    const made = await makeSizes(bytes, crop, purpose)
    await storePicture(deps.config.dataDir, sha256, made.files)
    return record(deps, { ownerId, sha256, purpose, alt: alt ?? "", made })
  })
}

/** Rows and files are joined by this; the crop makes another picture of the same file. */
function hashOf(bytes: Uint8Array, crop: Crop | null): string {
  const hash = createHash("sha256").update(bytes)
  if (crop) hash.update(`\ncrop ${[crop.x, crop.y, crop.width, crop.height].map((n) => n.toFixed(6)).join(",")}`)
  return hash.digest("hex")
}

async function findByHash(
  { db, config }: Pick<Deps, "db" | "config">,
  ownerId: Id<"user">,
  sha256: string,
  alt: string | undefined,
): Promise<PictureView | null> {
  const mine = and(eq(pictures.ownerId, ownerId), eq(pictures.sha256, sha256))
  const [known] = alt
    ? await db.update(pictures).set({ alt }).where(mine).returning(pictureColumns)
    : await db.select(pictureColumns).from(pictures).where(mine)
  // After a restored backup a row may stand without its files: then it is made anew.
  return known && (await isPictureStored(config.dataDir, sha256)) ? known : null
}

type Recorded = { ownerId: Id<"user">; sha256: string; purpose: Purpose; alt: string; made: MadePicture }

async function record(
  deps: Pick<Deps, "db" | "clock" | "config">,
  { ownerId, sha256, purpose, alt, made }: Recorded,
): Promise<PictureView> {
  const createdAt = deps.clock.now()
  const { width, height, colour, widths } = made
  const bytes = made.files.reduce((sum, file) => sum + file.bytes.length, 0)
  return inTx(deps.db, "accept-picture", async (tx) => {
    await assertRoom(tx, ownerId, bytes, sha256)
    await lockPictureFiles(tx, sha256)
    // The sweep may have taken them between our write and this lock.
    if (!(await isPictureStored(deps.config.dataDir, sha256))) throw new AppError("unavailable")
    const id = newId("picture", createdAt)
    const [row] = await tx
      .insert(pictures)
      .values({ id, ownerId, sha256, purpose, alt, width, height, colour, widths, bytes, createdAt })
      .onConflictDoUpdate({
        target: [pictures.ownerId, pictures.sha256],
        set: { width, height, colour, widths, bytes },
      })
      .returning(pictureColumns)
    return row!
  })
}

/** Under the owner's lock, so that ten uploads at once cannot pass a quota that has room for one. */
async function assertRoom(tx: Tx, ownerId: Id<"user">, bytes: number, sha256 = ""): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pictures of ${ownerId}`}, 0))`)
  const [used] = await tx
    .select({ count: sql<number>`count(*)::int`, bytes: sql<number>`coalesce(sum(${pictures.bytes}), 0)::float8` })
    .from(pictures)
    .where(sql`${pictures.ownerId} = ${ownerId} and ${pictures.sha256} <> ${sha256}`)
  if (used!.count >= MAX_PICTURES_PER_OWNER || used!.bytes + bytes > MAX_BYTES_PER_OWNER)
    throw new AppError("too_many", "You have 500 pictures or 500 MB of them here: remove one that nothing shows first.")
}

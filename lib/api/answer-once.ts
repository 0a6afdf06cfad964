/**
 * A request with an `Idempotency-Key` has its effect once: the answer is written in the tx of the effect, so that both are
 * there or neither, also when the process dies between. Refusals changed nothing and are not kept: they may be tried again.
 */
import { and, eq, lt, sql } from "drizzle-orm"
import { type Db, inTx, type Tx } from "#db/client.ts"
import { apiAnswers } from "#db/schema/api.ts"
import type { Deps } from "#lib/deps.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Id } from "#lib/kernel/ids.ts"
import { addMs, DAY_MS } from "#lib/kernel/period.ts"
import type { PlatformKeys } from "#lib/keys/platform-keys.ts"

/** A day is long enough for every retry a program makes, and short enough to keep nothing for long. */
export const ANSWER_LIFE_MS = DAY_MS

export type Answer = { status: number; body: string; location: string | null }

export type Asked = {
  ownerId: Id<"user">
  /** As sent, 1 to 255 visible ASCII characters. */
  idempotencyKey: string
  /** Of method, path and body. */
  requestHash: string
}

/**
 * `work` gets the tx in the database's place: a use case's own tx becomes a part of it, so nothing in `work` may ask the
 * database another way. Errors: idempotency_mismatch, idempotency_running, and what `work` throws.
 */
export async function answerOnce(
  deps: Pick<Deps, "db" | "clock" | "keys">,
  asked: Asked,
  work: (db: Db) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const at = deps.clock.now()
  return inTx(deps.db, "answer-once", async (tx) => {
    await holdKey(tx, asked)
    const known = await findAnswer(tx, asked, at)
    if (known) return { ...known, body: await opened(deps.keys, known.body), replayed: true }
    // A Tx does whatever use cases ask of a Db; its own transactions are savepoints.
    const answer = await work(tx as unknown as Db)
    const body = await sealed(deps.keys, answer.body)
    await tx.insert(apiAnswers).values({ ...asked, ...answer, body, answeredAt: at })
    return { ...answer, replayed: false }
  })
}

/** Some answers hold a secret that is shown this once, and no table keeps one that can be read. */
const sealed = async (keys: PlatformKeys, body: string): Promise<string> =>
  Buffer.from(await keys.wrap(Buffer.from(body))).toString("base64")
const opened = async (keys: PlatformKeys, body: string): Promise<string> =>
  Buffer.from(await keys.unwrap(Buffer.from(body, "base64"))).toString()

/** Held until the tx ends. The embedded database makes the second wait; PostgreSQL lets it be told. */
async function holdKey(tx: Tx, { ownerId, idempotencyKey }: Asked): Promise<void> {
  const name = `api-answer ${ownerId} ${idempotencyKey}`
  const { rows } = await tx.execute(sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`)
  if (rows[0]?.held === true) return
  throw new AppError("idempotency_running", "The first request with this Idempotency-Key is still being answered.", {
    retryAfterSeconds: 1,
  })
}

async function findAnswer(tx: Tx, asked: Asked, at: Date): Promise<Answer | null> {
  const own = and(eq(apiAnswers.ownerId, asked.ownerId), eq(apiAnswers.idempotencyKey, asked.idempotencyKey))
  await tx.delete(apiAnswers).where(and(own, lt(apiAnswers.answeredAt, addMs(at, -ANSWER_LIFE_MS))))
  const [row] = await tx.select().from(apiAnswers).where(own)
  if (!row) return null
  if (row.requestHash !== asked.requestHash)
    throw new AppError("idempotency_mismatch", "This Idempotency-Key was used for another request; take a new one.")
  return { status: row.status, body: row.body, location: row.location }
}

/** For the job loop: answers nobody can ask for any more. */
export async function forgetAnswers(deps: Pick<Deps, "db" | "clock">): Promise<void> {
  await deps.db.delete(apiAnswers).where(lt(apiAnswers.answeredAt, addMs(deps.clock.now(), -ANSWER_LIFE_MS)))
}

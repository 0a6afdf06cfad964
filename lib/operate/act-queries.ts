/** The record of what operators did. */
import { asc, desc, eq, gt, inArray, sql } from "drizzle-orm"
import type { DbOrTx } from "#db/client.ts"
import { users } from "#db/schema/auth.ts"
import { titles } from "#db/schema/catalog.ts"
import { sites } from "#db/schema/fans.ts"
import { operatorActs } from "#db/schema/operate.ts"
import type { Id } from "#lib/kernel/ids.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

export type ActView = {
  id: Id<"act">
  act: string
  subjectKind: string
  subjectId: string
  reason: string
  before: Record<string, string>
  after: Record<string, string>
  at: Date
  operator: string
  subject: string | null
}

const actColumns = {
  id: operatorActs.id,
  act: operatorActs.act,
  subjectKind: operatorActs.subjectKind,
  subjectId: operatorActs.subjectId,
  reason: operatorActs.reason,
  before: operatorActs.before,
  after: operatorActs.after,
  at: operatorActs.at,
  operator: sql<string>`coalesce(${users.name}, ${users.email})`,
  /** What it is called today; null when it has no name or is gone. */
  subject: sql<string | null>`coalesce(
    (select x.name from ${titles} x where x.id = ${operatorActs.subjectId}),
    (select x.name from ${sites} x where x.id = ${operatorActs.subjectId}),
    (select coalesce(x.name, x.email) from ${users} x where x.id = ${operatorActs.subjectId}))`,
}

const selectActs = (db: DbOrTx) =>
  db.select(actColumns).from(operatorActs).innerJoin(users, eq(users.id, operatorActs.operatorId))

export const actsOn = (db: DbOrTx, subjects: readonly string[]): Promise<ActView[]> =>
  selectActs(db)
    .where(inArray(operatorActs.subjectId, [...subjects]))
    .orderBy(desc(operatorActs.at), desc(operatorActs.id))
    .limit(100)

/** The record of every operator's acts, newest first. */
export const listActs = (db: DbOrTx, limit = 1_000): Promise<ActView[]> =>
  selectActs(db).orderBy(desc(operatorActs.at), desc(operatorActs.id)).limit(limit)

/** All of it by id, which is oldest first. */
export const pageOfActs = (db: DbOrTx, { after, limit }: PageAfter<Id<"act">>): Promise<ActView[]> =>
  selectActs(db)
    .where(after ? gt(operatorActs.id, after) : undefined)
    .orderBy(asc(operatorActs.id))
    .limit(limit)

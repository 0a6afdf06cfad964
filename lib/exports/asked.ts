/** Who asks for a file, and with what in the address. */
import type { Actor } from "#lib/auth/actor.ts"
import type { Deps } from "#lib/deps.ts"
import type { PageAfter } from "#lib/kernel/page-after.ts"

export type ExportDeps = Pick<Deps, "db" | "clock" | "config">

export type Asked = {
  actor: Actor
  /** The address's: hostile. */
  query: URLSearchParams
  /** The reader's own time zone, when the address names none. */
  zone: string | null
  rowsPerPage: number
}

/** The page behind a row, for queries that begin behind its id. */
export const behind = <R extends { id: unknown }>({ after, limit }: PageAfter<R>): PageAfter<R["id"]> => ({
  after: after?.id ?? null,
  limit,
})

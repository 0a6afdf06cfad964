/** Whose a fan site is: where the proof of each stands. */
import { sql } from "drizzle-orm"
import { index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import {
  PROOF_FAILURES,
  PROOF_METHODS,
  PROOF_STATES,
  type ProofFailure,
  type ProofMethod,
  type ProofState,
} from "../../lib/fans/site-proof-state.ts"
import type { Id } from "../../lib/kernel/ids.ts"
import { instant, oneOf } from "../columns.ts"
import { sites } from "./fans.ts"

/** Where the proof that a site is its fan's stands; no row while nobody asked. */
export const siteProofs = pgTable(
  "site_proof",
  {
    siteId: text("site_id")
      .$type<Id<"site">>()
      .primaryKey()
      .references(() => sites.id, { onDelete: "cascade" }),
    /** The way of the last look. */
    method: text("method").$type<ProofMethod>().notNull(),
    state: text("state").$type<ProofState>().notNull(),
    /** See lib/fans/site-place.ts; one proved site at each. */
    place: text("place").notNull(),
    askedAt: instant("asked_at").notNull(),
    checkedAt: instant("checked_at").notNull(),
    provedAt: instant("proved_at"),
    /** Looks in a row that found nothing. */
    failures: integer("failures").notNull().default(0),
    failingSince: instant("failing_since"),
    failure: text("failure").$type<ProofFailure>(),
    /** What the last look opened: an address, or the name of a record; and the HTTP status it got. */
    opened: text("opened").notNull(),
    status: integer("status"),
    nextCheckAt: instant("next_check_at"),
  },
  (t) => [
    oneOf("site_proof_method", t.method, PROOF_METHODS),
    oneOf("site_proof_state", t.state, PROOF_STATES),
    oneOf("site_proof_failure", t.failure, PROOF_FAILURES),
    uniqueIndex("site_proof_place").on(t.place).where(sql`${t.state} = 'proved'`),
    index("site_proof_due").on(t.nextCheckAt),
  ],
)

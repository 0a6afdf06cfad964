/** Column kinds used by every schema file: money in micros or cents, instants, raw bytes, and states with a check. */
import { sql } from "drizzle-orm"
import { type AnyPgColumn, bigint, check, customType, timestamp } from "drizzle-orm/pg-core"
import type { Cents, Micros } from "../lib/kernel/money.ts"

export const micros = (name: string) => bigint(name, { mode: "bigint" }).$type<Micros>()
export const cents = (name: string) => bigint(name, { mode: "bigint" }).$type<Cents>()
export const bytes = (name: string) => bigint(name, { mode: "number" })
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 })

export const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => "bytea",
  toDriver: (value) => Buffer.from(value),
  fromDriver: (value) => new Uint8Array(value),
})

/** A search document; only SQL reads and writes it. */
export const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" })

/** A check constraint that admits exactly the states of a machine. */
export const oneOf = (name: string, column: AnyPgColumn, states: readonly string[]) =>
  check(name, sql`${column} in (${sql.raw(states.map((s) => `'${s}'`).join(", "))})`)

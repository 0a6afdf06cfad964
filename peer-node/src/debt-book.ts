/** What accounts left unsigned, by the tag in their tickets: kept on disk, so that a fresh session does not clear it. */
import * as z from "zod"
import type { DebtStore } from "../engine/carriage-account.ts"
import { readJsonFile, writeJson } from "./json-file.ts"

const DEBTS = z.record(z.string().max(32), z.number().int().min(0))
/** A busy carrier's year of accounts that did not sign; the smallest debts are forgiven first. */
const MAX_DEBTS = 20_000
const SAVE_MS = 250

export class DebtBook implements DebtStore {
  readonly #file: string
  readonly #debts: Map<string, number>
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(file: string) {
    this.#file = file
    this.#debts = new Map(Object.entries(readJsonFile(file, DEBTS) ?? {}))
  }

  read(debtTag: string): number {
    return this.#debts.get(debtTag) ?? 0
  }

  write(debtTag: string, bytes: number): void {
    if (bytes <= 0) this.#debts.delete(debtTag)
    else this.#debts.set(debtTag, Math.floor(bytes))
    this.#timer ??= setTimeout(() => this.save(), SAVE_MS).unref()
  }

  save(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const largest = [...this.#debts].sort((a, b) => b[1] - a[1]).slice(0, MAX_DEBTS)
    writeJson(this.#file, Object.fromEntries(largest))
  }
}

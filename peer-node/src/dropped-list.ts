/** Releases their owner took off this shelf by hand: a standing order of the platform does not bring them back. */
import * as z from "zod"
import { readJsonFile, writeJson } from "./json-file.ts"

const FILE = z.record(z.string().max(64), z.string().max(64))

export class DroppedList {
  readonly #file: string
  /** Title id by object hash. */
  readonly #titles: Map<string, string>

  constructor(file: string) {
    this.#file = file
    this.#titles = new Map(Object.entries(readJsonFile(file, FILE) ?? {}))
  }

  has(id: string): boolean {
    return this.#titles.has(id)
  }

  add(id: string, titleId: string): void {
    this.#titles.set(id, titleId)
    this.#save()
  }

  delete(id: string): void {
    if (this.#titles.delete(id)) this.#save()
  }

  deleteTitle(titleId: string): void {
    for (const [id, title] of this.#titles) if (title === titleId) this.delete(id)
  }

  #save(): void {
    writeJson(this.#file, Object.fromEntries(this.#titles))
  }
}

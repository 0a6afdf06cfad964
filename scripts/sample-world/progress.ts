/** How far the sample world's history has been made: a small file, so that a start after kill -9 goes on where it stopped. */
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"

type Saved = { epoch: string; done: string[] }

export class Progress {
  readonly #file: string
  readonly #saved: Saved

  /** `now` becomes the beginning of a history that has none yet. */
  constructor(dataDir: string, now: Date) {
    this.#file = join(dataDir, "sample-world.json")
    this.#saved = read(this.#file) ?? { epoch: now.toISOString(), done: [] }
    this.#save()
  }

  /** Platform time at which the history begins. */
  get epoch(): Date {
    return new Date(this.#saved.epoch)
  }

  isDone(chapter: string): boolean {
    return this.#saved.done.includes(chapter)
  }

  finish(chapter: string): void {
    this.#saved.done.push(chapter)
    this.#save()
  }

  #save(): void {
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(this.#saved, null, 2)}\n`, { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
  }
}

function read(file: string): Saved | null {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Saved
  } catch {
    return null
  }
}

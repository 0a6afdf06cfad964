/** The platform's public keys as this node trusts them: fetched at pairing, refreshed when a new key signs, kept for years. */
import * as z from "zod"
import { ProtocolError } from "../protocol/errors.ts"
import { type PublicKey, parseJwks, toJwks, verifyArchive } from "../protocol/keys.ts"
import type { DataFolder } from "./data-folder.ts"
import { readJsonFile, writeJson } from "./json-file.ts"
import type { PlatformClient } from "./platform-client.ts"

const FILE = z.object({ current: z.unknown(), archived: z.unknown() })
/** A stranger's token with a made-up key id must not make us ask the platform each time. */
const REFRESH_MS = 5_000

export class TrustedKeys {
  readonly #folder: DataFolder
  readonly #platform: PlatformClient
  #current: readonly PublicKey[] = []
  #archived: readonly PublicKey[] = []
  #askedAt = Number.NEGATIVE_INFINITY

  constructor(folder: DataFolder, platform: PlatformClient) {
    this.#folder = folder
    this.#platform = platform
    const file = readJsonFile(folder.keys, FILE)
    if (!file) return
    this.#current = parseJwks(file.current)
    this.#archived = parseJwks(file.archived)
  }

  get current(): readonly PublicKey[] {
    return this.#current
  }

  /** Every key that is known to have signed; what statements are verified with. */
  get all(): readonly PublicKey[] {
    return allOf(this.#current, this.#archived)
  }

  /** Asks the platform. The archive counts only when a current statement key has signed it. */
  async refresh(signal?: AbortSignal): Promise<void> {
    this.#askedAt = performance.now()
    const current = await this.#platform.keys(signal)
    this.#archived = await verifyArchive(await this.#platform.keyArchive(signal), current)
    this.#current = current
    writeJson(this.#folder.keys, { current: toJwks(this.#current), archived: toJwks(this.#archived, true) })
  }

  /** Runs a check; when it meets a key we do not know, the keys are fetched and it runs once more. */
  async check<T>(run: (keys: readonly PublicKey[]) => Promise<T>): Promise<T> {
    try {
      return await run(this.#current)
    } catch (error) {
      const unknown = error instanceof ProtocolError && error.code === "unknown_key"
      if (!unknown || performance.now() - this.#askedAt < REFRESH_MS) throw error
      await this.refresh()
      return run(this.#current)
    }
  }
}

/** The keys of a data folder without asking anybody; empty when there are none. */
export function savedKeys(folder: DataFolder): readonly PublicKey[] {
  const file = readJsonFile(folder.keys, FILE)
  return file ? allOf(parseJwks(file.current), parseJwks(file.archived)) : []
}

function allOf(current: readonly PublicKey[], archived: readonly PublicKey[]): readonly PublicKey[] {
  const known = new Set(archived.map((k) => `${k.use} ${k.kid}`))
  return [...archived, ...current.filter((k) => !known.has(`${k.use} ${k.kid}`))]
}

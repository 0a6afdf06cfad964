/** The releases that lie on this node: manifest, ciphertext and journal of each in a folder named by its object hash. */
import fs from "node:fs"
import path from "node:path"
import * as z from "zod"
import { Journal } from "../engine/fs-journal.ts"
import { openFsStore } from "../engine/fs-store.ts"
import { type ReleaseBits, releaseBits } from "../engine/release-bits.ts"
import type { PieceStore } from "../engine/store.ts"
import { fromHex, toHex } from "../protocol/bytes.ts"
import { idField } from "../protocol/fields.ts"
import { type Manifest, verifyManifest } from "../protocol/manifest.ts"
import type { NodeContext } from "./context.ts"
import { NodeError } from "./errors.ts"
import { readJsonFile, writeJson, writeWhole } from "./json-file.ts"

const ABOUT = z.object({
  titleId: idField,
  slug: z.string().min(1).max(128),
  name: z.string().min(1).max(256),
  version: z.string().max(256),
  sizeBytes: z.number().int().positive(),
  pieceBytes: z.number().int().positive(),
  pieceCount: z.number().int().positive(),
  /** Whether the node offers it to others; bits fetched for oneself stay one's own unless told otherwise. */
  carry: z.boolean(),
  /** Whether every piece is held; the store's journal knows the rest. */
  complete: z.boolean(),
  /** Whether a download of one's own (not stocking) was reported for it. */
  got: z.boolean(),
})
export type About = z.infer<typeof ABOUT>

type NewAbout = Omit<About, "complete" | "got">

export interface ShelfItem {
  /** Object hash in lower-case hex. */
  readonly id: string
  readonly folder: string
  readonly about: About
  readonly manifest: Manifest
  readonly bits: ReleaseBits
  readonly store: PieceStore
}

const IS_OBJECT = /^[0-9a-f]{64}$/
export const bitsFile = (folder: string): string => path.join(folder, "bits.ffr")

type ShelfContext = Pick<NodeContext, "folder" | "crypto" | "keys" | "diskLimit">

/** What lies there, without opening or checking any of it; for `status` and for commands beside a running node. */
export function listShelf(folder: NodeContext["folder"]): { id: string; folder: string; about: About }[] {
  return fs.readdirSync(folder.releases).flatMap((id) => {
    const at = path.join(folder.releases, id)
    const about = IS_OBJECT.test(id) ? readJsonFile(path.join(at, "about.json"), ABOUT) : null
    return about ? [{ id, folder: at, about }] : []
  })
}

const stateFile = (folder: string): string => path.join(folder, "bits.state")

/** Pieces held, by the store's journal alone. */
export function countPieces({ id, folder, about }: { id: string; folder: string; about: About }): number {
  if (about.complete) return about.pieceCount
  const entries = Journal.read(stateFile(folder), { ...about, obj: fromHex(id) })
  return new Set(entries.map((e) => e.piece)).size
}

/** By title id or slug. */
export const isNamed = (about: About, title: string): boolean => about.titleId === title || about.slug === title

/** Reads and checks the manifest of a release that lies there. Throws `ProtocolError`. */
export async function loadManifest(context: Pick<NodeContext, "crypto" | "keys">, folder: string): Promise<Manifest> {
  const token = fs.readFileSync(path.join(folder, "manifest.jws"), "utf8")
  const obj = fromHex(path.basename(folder))
  return context.keys.check(async (keys) => (await verifyManifest(context.crypto, token, { keys, obj })).manifest)
}

export class Shelf {
  readonly #context: ShelfContext
  readonly #items = new Map<string, ShelfItem>()
  readonly #opening = new Map<string, Promise<ShelfItem>>()

  constructor(context: ShelfContext) {
    this.#context = context
  }

  get items(): readonly ShelfItem[] {
    return [...this.#items.values()]
  }

  find(obj: Uint8Array): ShelfItem | null {
    return this.#items.get(toHex(obj)) ?? null
  }

  /** Opens what lies there and is carried; what cannot be opened is told and left alone. */
  async openCarried(onFault: (name: string, error: Error) => void): Promise<void> {
    for (const { id, about } of listShelf(this.#context.folder)) {
      if (about.carry) await this.open(id).catch((error: Error) => onFault(about.name, error))
    }
  }

  /** Opens one that lies there. Throws `EngineError`, `ProtocolError`. */
  open(id: string): Promise<ShelfItem> {
    const known = this.#items.get(id)
    if (known) return Promise.resolve(known)
    const opening = this.#opening.get(id) ?? this.#openNow(id).finally(() => this.#opening.delete(id))
    this.#opening.set(id, opening)
    return opening
  }

  /** Makes a place for a release whose manifest was verified, or finds it. Throws `disk_limit`, `EngineError`. */
  async hold(held: { obj: Uint8Array; token: string; manifest: Manifest; about: NewAbout }) {
    const id = toHex(held.obj)
    const folder = path.join(this.#context.folder.releases, id)
    if (!fs.existsSync(path.join(folder, "about.json"))) {
      this.#demandRoom(held.manifest.sz)
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeWhole(path.join(folder, "manifest.jws"), held.token)
      writeJson(path.join(folder, "about.json"), { ...held.about, complete: false, got: false })
    }
    const item = await this.open(id)
    return held.about.carry && !item.about.carry ? this.change(item, { carry: true }) : item
  }

  /** Changes what is said about it, on disk too. */
  change(item: ShelfItem, change: Partial<Pick<About, "carry" | "complete" | "got">>): ShelfItem {
    const changed = { ...item, about: { ...item.about, ...change } }
    writeJson(path.join(item.folder, "about.json"), changed.about)
    this.#items.set(item.id, changed)
    return changed
  }

  /** Carries it no longer: its bits go, unless they are also one's own download. */
  async putAway(id: string): Promise<void> {
    const item = await this.open(id)
    if (item.about.got) {
      this.change(item, { carry: false })
      return
    }
    this.#items.delete(id)
    await item.store.close().catch(() => {})
    fs.rmSync(path.join(this.#context.folder.releases, id), { recursive: true, force: true })
  }

  async close(): Promise<void> {
    const items = this.items
    this.#items.clear()
    for (const item of items) await item.store.close().catch(() => {})
  }

  async #openNow(id: string): Promise<ShelfItem> {
    const folder = path.join(this.#context.folder.releases, id)
    const about = readJsonFile(path.join(folder, "about.json"), ABOUT)
    if (!about) throw new NodeError("not_here", id)
    const manifest = await loadManifest(this.#context, folder)
    const bits = releaseBits(manifest, fromHex(id))
    const store = await openFsStore({
      bits,
      files: [{ path: bitsFile(folder), sizeBytes: bits.sizeBytes }],
      statePath: stateFile(folder),
      crypto: this.#context.crypto,
    })
    const item = { id, folder, about, manifest, bits, store }
    this.#items.set(id, item)
    return about.complete === store.have.complete ? item : this.change(item, { complete: store.have.complete })
  }

  #demandRoom(bytes: number): void {
    const { diskLimit, folder } = this.#context
    if (diskLimit === 0) return
    const held = listShelf(folder).reduce((n, { about }) => n + about.sizeBytes, 0)
    if (held + bytes > diskLimit) throw new NodeError("disk_limit", `${held} + ${bytes} > ${diskLimit} bytes`)
  }
}

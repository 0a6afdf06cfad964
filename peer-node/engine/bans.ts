/** Peers that sent bytes which do not match the manifest: by key when they have one, by address when not; bounded, oldest out. */
const MAX_BANS = 4_096

export class BanList {
  readonly #bans = new Set<string>()

  add(peer: string): void {
    if (this.#bans.size >= MAX_BANS) for (const oldest of this.#bans) if (this.#bans.delete(oldest)) break
    this.#bans.add(peer)
  }

  has(peer: string): boolean {
    return this.#bans.has(peer)
  }
}

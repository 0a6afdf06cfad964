/** Bytes per second over the last few seconds, for the words beside the ring. */
import type { Translate } from "#lib/kernel/messages.ts"

const WINDOW_MS = 5_000

export class RateMeter {
  readonly #marks: { atMs: number; bytes: number }[] = []

  add(bytes: number, atMs: number): void {
    this.#marks.push({ atMs, bytes })
  }

  /** 0 until there is something to measure. */
  bytesPerSecond(nowMs: number): number {
    while (this.#marks[0] && this.#marks[0].atMs < nowMs - WINDOW_MS) this.#marks.shift()
    const first = this.#marks[0]
    if (!first) return 0
    const bytes = this.#marks.reduce((n, m) => n + m.bytes, 0)
    // A first piece that came in an instant says nothing about the line.
    return (bytes * 1000) / Math.max(1000, nowMs - first.atMs)
  }

  clear(): void {
    this.#marks.length = 0
  }
}

/** "about 3 minutes left", or null while nobody can say. */
export function timeLeft(t: Translate, bytesLeft: number, bytesPerSecond: number): string | null {
  if (bytesPerSecond <= 0 || bytesLeft <= 0) return null
  const seconds = bytesLeft / bytesPerSecond
  if (seconds < 10) return t("a few seconds left")
  if (seconds < 90) return t("about {count} seconds left", { count: Math.round(seconds / 10) * 10 })
  if (seconds < 90 * 60) return t("about {count} minutes left", { count: Math.round(seconds / 60) })
  return t("about {count} hours left", { count: Math.round(seconds / 3600) })
}

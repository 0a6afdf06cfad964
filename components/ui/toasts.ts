/** What just happened, said once at the edge of the page: a small list outside React, so that anything in the browser can add to it. */
export type ToastTone = "ok" | "info" | "danger"
export type Toast = {
  id: number
  /** One sentence with a period, already in the reader's language. */
  words: string
  tone: ToastTone
  /** One thing that can be done about it, e.g. "Undo". */
  action?: { label: string; run: () => void }
}

/** More would hide the page; the oldest goes first. */
export const MAX_TOASTS = 4
/** What went wrong stays until it is closed. */
export const TOAST_SECONDS: Readonly<Record<ToastTone, number>> = { ok: 7, info: 7, danger: Number.POSITIVE_INFINITY }

let toasts: readonly Toast[] = []
let lastId = 0
const hearers = new Set<() => void>()

const set = (next: readonly Toast[]): void => {
  toasts = next
  for (const hear of hearers) hear()
}

/** `toast(t("The link is archived."))`. The same words again replace the earlier ones. Answers the id, for `dismissToast`. */
export function toast(
  words: string,
  { tone = "ok", action }: { tone?: ToastTone; action?: Toast["action"] } = {},
): number {
  lastId += 1
  const others = toasts.filter((other) => other.words !== words)
  set([...others, { id: lastId, words, tone, ...(action && { action }) }].slice(-MAX_TOASTS))
  return lastId
}

export const dismissToast = (id: number): void => set(toasts.filter((other) => other.id !== id))

export const currentToasts = (): readonly Toast[] => toasts

/** For `useSyncExternalStore`. */
export function subscribeToasts(hear: () => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

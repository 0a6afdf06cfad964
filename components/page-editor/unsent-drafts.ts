/** What was typed and not yet sent, kept in the browser: one entry per tab, so that two tabs never overwrite each other's. */

export type Unsent = { document: unknown; baseRevision: number; at: number }

/** Older than this, nobody remembers having typed it. */
const KEPT_FOR_MS = 30 * 24 * 3_600_000
const prefixOf = (siteId: string) => `ff-draft:${siteId}:`

export type UnsentDrafts = {
  keep: (unsent: { document: unknown; baseRevision: number }) => boolean
  forget: () => void
  /** What this tab, or one that no longer runs, left unsent; taken over by this tab. */
  found: Unsent | null
}

/** Opens this tab's place. Locks tell which tabs still run; without them every other tab's entry counts as left behind. */
export async function openUnsentDrafts(siteId: string): Promise<UnsentDrafts> {
  const prefix = prefixOf(siteId)
  const tab = await ownTab(prefix)
  const running = new Set((await heldLocks()).filter((name) => name !== prefix + tab))
  const left = entries(prefix).filter(({ key }) => !running.has(key))
  const newest = left.sort((a, b) => b.unsent.at - a.unsent.at)[0] ?? null
  for (const { key } of left) if (key !== prefix + tab) remove(key)
  if (newest) write(prefix + tab, newest.unsent)
  return {
    keep: (unsent) => write(prefix + tab, { ...unsent, at: Date.now() }),
    forget: () => remove(prefix + tab),
    found: newest?.unsent ?? null,
  }
}

/** A reloaded tab keeps its name; a copied one finds it locked and takes a new one. */
async function ownTab(prefix: string): Promise<string> {
  const known = sessionStorage.getItem(`${prefix}tab`)
  if (known && (await lock(prefix + known))) return known
  const fresh = crypto.randomUUID()
  await lock(prefix + fresh)
  try {
    sessionStorage.setItem(`${prefix}tab`, fresh)
  } catch {
    // A full storage: the name is only good for this visit.
  }
  return fresh
}

/** Held until the tab ends. */
function lock(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true)
  return new Promise((settle) => {
    void navigator.locks.request(name, { ifAvailable: true }, (held) => {
      settle(held !== null)
      return held ? new Promise<void>(() => {}) : undefined
    })
  })
}

async function heldLocks(): Promise<string[]> {
  const state = await navigator.locks?.query()
  return (state?.held ?? []).map((held) => held.name ?? "")
}

function entries(prefix: string): { key: string; unsent: Unsent }[] {
  const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "")
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const unsent = read(key)
      return unsent ? [{ key, unsent }] : []
    })
}

function read(key: string): Unsent | null {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null") as Partial<Unsent> | null
    if (!value?.document || !Number.isInteger(value.baseRevision) || typeof value.at !== "number") return null
    return Date.now() - value.at > KEPT_FOR_MS ? null : (value as Unsent)
  } catch {
    return null
  }
}

function write(key: string, unsent: Unsent): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(unsent))
    return true
  } catch {
    return false
  }
}

function remove(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Storage that cannot be reached holds nothing of ours either.
  }
}

/** Asks DNS for TXT records, with an end to its patience; tests put their own in its place. */
import { Resolver } from "node:dns/promises"
import { SECOND_MS } from "#lib/kernel/period.ts"

/** Records of this name, each as its strings; an empty list when there are none. Rejects when DNS does not answer. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>

const PATIENCE_MS = 4 * SECOND_MS
const NOTHING_THERE = new Set(["ENOTFOUND", "ENODATA"])

export const resolveTxt: ResolveTxt = async (name) => {
  const resolver = new Resolver({ timeout: PATIENCE_MS / 2, tries: 2 })
  const giveUp = setTimeout(() => resolver.cancel(), PATIENCE_MS)
  try {
    return await resolver.resolveTxt(name)
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return []
    throw error
  } finally {
    clearTimeout(giveUp)
  }
}

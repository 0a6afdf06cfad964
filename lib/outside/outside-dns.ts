/** Asks DNS for strangers' names, with an end to its patience; tests put their own in its place. */
import { Resolver } from "node:dns/promises"
import { SECOND_MS } from "../kernel/period.ts"

export type OutsideDns = {
  /** Every IPv4 and IPv6 address of this name; an empty list when there is none. Rejects when DNS does not answer. */
  addresses(host: string): Promise<readonly string[]>
  /** TXT records of this name, each as its strings; an empty list when there are none. Rejects when DNS does not answer. */
  txt(name: string): Promise<readonly (readonly string[])[]>
}

const PATIENCE_MS = 4 * SECOND_MS
const NOTHING_THERE = new Set(["ENOTFOUND", "ENODATA"])

/**
 * Asks the name servers themselves: the machine's own hosts file is nobody's business outside. `server` ("127.0.0.1:5353")
 * is asked in place of those the machine is set to.
 */
export function dnsAt(server: string | null): OutsideDns {
  return {
    async addresses(host) {
      const asked = await Promise.allSettled([
        ask(server, (resolver) => resolver.resolve4(host)),
        ask(server, (resolver) => resolver.resolve6(host)),
      ])
      const found = asked.flatMap((one) => (one.status === "fulfilled" ? one.value : []))
      const silent = asked.find((one) => one.status === "rejected")
      // Half an answer is one: many name servers are clumsy about the family they do not have.
      if (found.length === 0 && silent) throw silent.reason
      return found
    },
    txt: (name) => ask(server, (resolver) => resolver.resolveTxt(name)),
  }
}

async function ask<T>(server: string | null, question: (resolver: Resolver) => Promise<T[]>): Promise<T[]> {
  const resolver = new Resolver({ timeout: PATIENCE_MS / 2, tries: 2 })
  if (server) resolver.setServers([server])
  const giveUp = setTimeout(() => resolver.cancel(), PATIENCE_MS)
  try {
    return await question(resolver)
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? "")) return []
    throw error
  } finally {
    clearTimeout(giveUp)
  }
}

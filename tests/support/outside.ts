/** The outside world for tests: names as a test tells them, and private addresses only where it says so. */
import { type Outside, openOutside } from "#lib/outside/fetch-outside.ts"
import type { OutsideDns } from "#lib/outside/outside-dns.ts"

const NOBODY: OutsideDns = { addresses: async () => [], txt: async () => [] }

export const outsideWith = (dns: Partial<OutsideDns>, allow: readonly string[] = [], ca?: string): Outside =>
  openOutside({ dns: { ...NOBODY, ...dns }, allow, ...(ca ? { ca } : {}) })

/** The settings tests run with: the local mode's defaults and a fixed master key; overrides by name. */
import { type Config, type Env, readConfig } from "#lib/config.ts"

/** Rates of odd primes (they still sum to 10 000), so that a wrong product cannot cancel out. */
export const ODD_RATES = { referralBps: 503, carriageBps: 499, publisherBps: 7993, platformBps: 1005 } as const

export function testConfig(overrides: Partial<Config> = {}, env: Env = {}): Config {
  const config = readConfig({ FANFARE_MODE: "local", ...env }, () => new Uint8Array(32).fill(7))
  return { ...config, ...overrides }
}

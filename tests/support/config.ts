/** The settings tests run with: the local mode's defaults and a fixed master key; overrides by name. */
import { type Config, type Env, readConfig } from "#lib/config.ts"

export function testConfig(overrides: Partial<Config> = {}, env: Env = {}): Config {
  const config = readConfig({ FANFARE_MODE: "local", FANFARE_REVIEW: "off", ...env }, () => new Uint8Array(32).fill(7))
  return { ...config, ...overrides }
}

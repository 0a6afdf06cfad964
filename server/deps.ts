/** Composes what use cases are given, once per process, from the settings. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Db } from "#db/client.ts"
import { faultPoint } from "#db/faults.ts"
import { folderStorage } from "#lib/catalog/folder-storage.ts"
import { releaseFolder } from "#lib/catalog/publish-release.ts"
import { openPlatformClock, type PlatformClock } from "#lib/clock/platform-clock.ts"
import type { Config } from "#lib/config.ts"
import type { Deps } from "#lib/deps.ts"
import { NO_CACHES } from "#lib/fans/page-caches.ts"
import { loadPlatformKeys } from "#lib/keys/platform-keys.ts"
import { type Outside, openOutside } from "#lib/outside/fetch-outside.ts"
import { dnsAt } from "#lib/outside/outside-dns.ts"
import { PayPalClient } from "#lib/paypal/client.ts"
import { dialBack } from "./dial-back.ts"

declare global {
  var __fanfare: Deps | undefined
}

/** Everything over a migrated database. The caller stops the clock and closes PayPal's connections. */
export async function composeDeps(
  config: Config,
  db: Db,
): Promise<Deps & { clock: PlatformClock; paypal: PayPalClient }> {
  const clock = await openPlatformClock(db, config.mode)
  const keys = await loadPlatformKeys(db, config.masterKey, clock)
  const storage = folderStorage(releaseFolder(config.dataDir))
  const ports = { paypal: openPayPal(config), outside: openOutsideOf(config), dialBack }
  return { db, clock, config, keys, storage, ...ports, caches: NO_CACHES }
}

/** Whoever is called should be able to see by whom. */
export const openOutsideOf = ({ outsideAllow, outsideDns, publicUrl }: Config): Outside =>
  openOutside({ allow: outsideAllow, dns: dnsAt(outsideDns), userAgent: `Fanfare (+${publicUrl})` })

function openPayPal(config: Config): PayPalClient {
  const root = config.paypal.standIn ? standInRoot(config.dataDir) : null
  return new PayPalClient({ ...config.paypal, faultPoint, ...(root === null ? {} : { trustedRootPem: root }) })
}

/** Where the stand-in for PayPal keeps its memory; it makes its root certificate there at its first start. */
export const standInFolder = (dataDir: string): string => join(dataDir, "stand-ins", "paypal")

function standInRoot(dataDir: string): string | null {
  try {
    return readFileSync(join(standInFolder(dataDir), "root.pem"), "utf8")
  } catch {
    return null
  }
}

/** What use cases are given: one object, composed once per process; each takes only the parts it names. */
import type { Db } from "#db/client.ts"
import type { ReleaseStorage } from "#lib/catalog/storage.ts"
import type { Config } from "#lib/config.ts"
import type { DialBack } from "#lib/delivery/dial-back.ts"
import type { PageCaches } from "#lib/fans/page-caches.ts"
import type { Clock } from "#lib/kernel/clock.ts"
import type { PlatformKeys } from "#lib/keys/platform-keys.ts"
import type { Outside } from "#lib/outside/fetch-outside.ts"
import type { PayPal } from "#lib/paypal/port.ts"

export type Deps = {
  db: Db
  clock: Clock
  config: Config
  keys: PlatformKeys
  paypal: PayPal
  /** The one way to open an address that somebody gave us. */
  outside: Outside
  storage: ReleaseStorage
  dialBack: DialBack
  caches: PageCaches
}

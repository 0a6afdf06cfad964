/** What the platform says about itself on the fast path: health, its public keys, and its signed clock. */

import { isAnswering } from "#db/client.ts"
import type { PlatformClock } from "#lib/clock/platform-clock.ts"
import type { Deps } from "#lib/deps.ts"
import { SECOND_MS } from "#lib/kernel/period.ts"
import { signClock } from "#peer/protocol/clock.ts"
import { toJwks } from "#peer/protocol/keys.ts"
import { exactPath, type FastPath } from "./http.ts"
import { within } from "./within.ts"

type PlatformDeps = Pick<Deps, "db" | "keys"> & { clock: PlatformClock }

const HEALTH_LIMIT_MS = 2 * SECOND_MS
/** Every node asks once a second; one signature serves them all. */
const CLOCK_FRESH_MS = 500
const KEYS_CACHE = "public, max-age=300"

export function platformPaths(deps: PlatformDeps): FastPath[] {
  const clock = signedClock(deps)
  return [
    exactPath("/api/v1/clock", async () => ({ body: { clock: await clock() } })),
    exactPath("/healthz", () => health(deps)),
    exactPath("/.well-known/jwks.json", async () => ({
      body: toJwks(await deps.keys.publicKeys()),
      cacheControl: KEYS_CACHE,
    })),
    exactPath("/.well-known/jwks-archive.json", async () => ({
      body: { archive: await deps.keys.archive() },
      cacheControl: KEYS_CACHE,
    })),
  ]
}

async function health({ db }: PlatformDeps) {
  const healthy = await within(HEALTH_LIMIT_MS, isAnswering(db)).then(
    () => true,
    () => false,
  )
  return { status: healthy ? 200 : 503, body: { status: healthy ? "ok" : "database not answering" } }
}

/** Signed by the audit key, at most twice a second, and at once after the clock was moved. */
function signedClock({ clock, keys }: PlatformDeps): () => Promise<string> {
  let last: { offsetMs: number; until: number; token: Promise<string> } | null = null
  return () => {
    const offsetMs = clock.offsetMs()
    const now = Date.now()
    if (!last || last.offsetMs !== offsetMs || last.until < now) {
      const facts = { nowMs: now + offsetMs, offsetMs, iat: Math.floor(now / SECOND_MS) }
      const token = keys.signingKey("audit").then((key) => signClock(facts, key))
      token.catch(() => {
        last = null
      })
      last = { offsetMs, until: now + CLOCK_FRESH_MS, token }
    }
    return last.token
  }
}

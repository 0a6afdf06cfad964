/** Follows the platform's clock, so that a jump of the time machine reaches payouts and expiries here too. */
import type { World } from "./world.ts"

const POLL_MS = 1_000
const DEADLINE_MS = 2_000

/** Reads `offset_ms` from `{"clock": "<JWS>"}`; not verified, because it only moves a toy's clock on loopback. */
function readOffset(body: unknown): number | null {
  const jws = (body as { clock?: unknown } | null)?.clock
  const payload = typeof jws === "string" ? jws.split(".")[1] : undefined
  if (payload === undefined) return null
  try {
    const { offset_ms } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as { offset_ms?: unknown }
    return typeof offset_ms === "number" && Number.isFinite(offset_ms) ? offset_ms : null
  } catch {
    return null
  }
}

/** Polls until the function it returns is called. A clock that does not answer leaves ours as it is. */
export function followClock(world: World, url: string): () => void {
  let stopped = false
  const poll = async () => {
    const offset = await fetchOffset(url)
    if (offset !== null && !stopped) world.setClockOffset(offset)
  }
  const timer = setInterval(() => void poll(), POLL_MS)
  void poll()
  return () => {
    stopped = true
    clearInterval(timer)
  }
}

async function fetchOffset(url: string): Promise<number | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) })
    return readOffset(await response.json())
  } catch {
    return null
  }
}

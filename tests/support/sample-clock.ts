/** Moves the sample world's clock from outside, as `npm run time` does, and waits until everybody follows. */
import { execFile } from "node:child_process"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"
import { patiently } from "./patience.ts"
import type { RunningFanfare } from "./running-fanfare.ts"

const ROOT = join(import.meta.dirname, "../..")

/** Runs one of scripts/ against the world's data folder; rejects with its words. */
export async function runScript(fanfare: RunningFanfare, script: string, ...args: string[]): Promise<void> {
  const file = join(ROOT, "scripts", script)
  await promisify(execFile)(process.execPath, [file, ...args, "--data", fanfare.dataDir], { cwd: ROOT })
}

/** `by`: 90m, 12h, 31d. Web and PayPal's stand-in are at the new time when it resolves; nodes follow within a second. */
export async function moveClock(fanfare: RunningFanfare, by: string): Promise<void> {
  const before = await webOffset(fanfare)
  await runScript(fanfare, "time-machine.ts", by)
  // Web and stand-in each look once a second: until both have moved, they agree on the old time.
  await until("web and stand-in to follow the clock", async () => {
    const [web, paypal] = await Promise.all([webOffset(fanfare), paypalOffset(fanfare)])
    return web > before && web === paypal
  })
}

async function webOffset({ url }: RunningFanfare): Promise<number> {
  const { clock } = (await (await fetch(`${url}/api/v1/clock`)).json()) as { clock: string }
  return JSON.parse(Buffer.from(clock.split(".")[1]!, "base64url").toString()).offset_ms
}

async function paypalOffset({ paypalUrl }: RunningFanfare): Promise<number> {
  return ((await (await fetch(`${paypalUrl}/__control/clock`)).json()) as { offset_ms: number }).offset_ms
}

/** Asks again and again; throws, naming `what`, when it is not so in time. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, limitMs = 60_000): Promise<void> {
  for (const end = Date.now() + patiently(limitMs); Date.now() < end; await sleep(250)) if (await isSo()) return
  throw new Error(`${what}: not within ${patiently(limitMs) / 1000} s`)
}

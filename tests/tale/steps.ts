/** Counts the tale's steps: each prints `tale N/M real: …` only after everything it claims was checked. */
import { patiently } from "../support/patience.ts"

export type Step<T> = { name: string; run(tale: T): Promise<string> }

/** True when every step held. The first that does not ends the tale. */
export async function walk<T>(steps: readonly Step<T>[], tale: T, lastWords: () => string): Promise<boolean> {
  for (const [i, step] of steps.entries()) {
    const place = `tale ${i + 1}/${steps.length}`
    try {
      console.log(`${place} real: ${step.name}: ${await step.run(tale)}`)
    } catch (error) {
      console.log(`${place} does not hold: ${step.name}: ${error instanceof Error ? error.message : String(error)}`)
      console.log(lastWords())
      return false
    }
  }
  console.log(`tale ${steps.length}/${steps.length} real`)
  return true
}

export function demand(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

const LOOK_EVERY_MS = 300

/** Asks until there is an answer. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  for (
    const end = Date.now() + patiently(limitMs);
    Date.now() < end;
    await new Promise((go) => setTimeout(go, LOOK_EVERY_MS))
  ) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
  }
  throw new Error(`${what}: not within ${patiently(limitMs) / 1000} s`)
}

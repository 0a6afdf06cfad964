/**
 * Fault points: named places between two steps where a crash must lose nothing. Every tx and every remote call passes
 * two of them. `FANFARE_FAULT=name` (or `name@3` for the third hit) kills this very process there; tests use it, and
 * configuration refuses it in production.
 */
const wanted = parse(process.env.FANFARE_FAULT)
let hits = 0

function parse(spec: string | undefined): { name: string; hit: number } | null {
  if (!spec) return null
  const [name = "", hit = "1"] = spec.split("@")
  return { name, hit: Number(hit) }
}

/** Dies by SIGKILL when this is the point asked for; otherwise does nothing. */
export function faultPoint(name: string): void {
  if (wanted?.name !== name) return
  hits += 1
  if (hits < wanted.hit) return
  process.kill(process.pid, "SIGKILL")
  // SIGKILL to oneself is delivered before the next event; nothing after this line may run.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

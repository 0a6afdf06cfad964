/** The tale: raises a world, walks one sale through it, and takes the world down again. */

import { BUYING } from "./buying.ts"
import { CARRYING } from "./carrying.ts"
import { EARNING } from "./earning.ts"
import { People } from "./people.ts"
import { RunningWorld } from "./running-world.ts"
import { type Step, walk } from "./steps.ts"

/** What the tale knows so far; each step may rely on those before it. */
export type Tale = {
  world: RunningWorld
  people: People
  buyer: string
  orderId: string
  code: string
  priceMicros: bigint
  /** By ticket, base64url: bytes the downloader signed for. */
  receipts: Map<string, bigint>
  sizeBytes: bigint
  /** Where the node wrote the files. */
  boughtFolder: string
}

const STEPS: readonly Step<Tale>[] = [...BUYING, ...CARRYING, ...EARNING]

/** True when every step held. `args` go to `npm start`. */
export async function tellTale(args: readonly string[]): Promise<boolean> {
  const began = Date.now()
  const tell = (line: string) => console.log(`  ${line}`)
  const world = await RunningWorld.start(args, tell)
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void world.stop().then(() => process.exit(1)))
  console.log(`a fresh world after ${Math.round((Date.now() - began) / 1000)} s: ${world.url}`)
  const people = await People.invite()
  const buyer = `tale-${Date.now().toString(36)}@mail.example`
  const empty = { orderId: "", code: "", priceMicros: 0n, receipts: new Map(), boughtFolder: "", sizeBytes: 0n }
  try {
    return await walk(STEPS, { world, people, buyer, ...empty }, () => world.lastWords)
  } finally {
    await people.close()
    await world.stop()
  }
}

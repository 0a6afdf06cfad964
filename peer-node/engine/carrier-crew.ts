/** The carriers of one download: dialled, dialled again when a connection ends, and replaced when they fail. */
import type { Carrier, DownloadOptions, FailedCarrier } from "./download-options.ts"
import { asEngineError, type EngineError } from "./errors.ts"
import { LeechWire } from "./leech-wire.ts"
import { EMPTY_ROUNDS, MORE_CARRIERS_MAX_MS, MORE_CARRIERS_MIN_MS, REDIAL_MS, REDIALS } from "./limits.ts"
import type { Swarm } from "./swarm.ts"

/** One session never names more than this (8 at once, and replacements). */
const MAX_CARRIERS = 64

interface Member {
  carrier: Carrier
  state: "dialling" | "connected" | "waiting" | "failed"
  redials: number
}

export class CarrierCrew {
  readonly #swarm: Swarm
  readonly #options: DownloadOptions
  readonly #signal: AbortSignal
  readonly #members = new Map<string, Member>()
  #failed: FailedCarrier[] = []
  #asking = false
  #emptyRounds = 0
  #askAfter = 0

  constructor(swarm: Swarm, options: DownloadOptions, signal: AbortSignal) {
    this.#swarm = swarm
    this.#options = options
    this.#signal = signal
  }

  /** Dials those that are new, or that failed and come with a new ticket. Gives how many. */
  add(carriers: readonly Carrier[]): number {
    let dialled = 0
    for (const carrier of carriers.slice(0, MAX_CARRIERS)) {
      const known = this.#members.get(carrier.nodeId)
      if (this.#swarm.bans.has(carrier.nodeId) || (known && known.state !== "failed")) continue
      if (known?.carrier.ticket && known.carrier.ticket.jws === carrier.ticket?.jws) continue
      if (!known && this.#members.size >= MAX_CARRIERS) continue
      const member: Member = { carrier, state: "dialling", redials: 0 }
      this.#members.set(carrier.nodeId, member)
      dialled++
      void this.#dial(member)
    }
    return dialled
  }

  /** Whether anybody is connected, or may soon be. */
  get hopeful(): boolean {
    return this.#asking || [...this.#members.values()].some((m) => this.#isUsable(m))
  }

  /** Somebody is on the way to being connected. */
  get arriving(): boolean {
    return [...this.#members.values()].some((m) => m.state === "dialling" || m.state === "waiting")
  }

  /** Nobody is left, and asking has not helped, or cannot. */
  get exhausted(): boolean {
    return !this.hopeful && (!this.#options.moreCarriers || this.#emptyRounds >= EMPTY_ROUNDS)
  }

  wireProven(wire: LeechWire): void {
    const member = this.#members.get(wire.carrier.nodeId)
    if (member) member.redials = 0
  }

  wireEnded(wire: LeechWire, reason: EngineError): void {
    const member = this.#members.get(wire.carrier.nodeId)
    if (member?.carrier !== wire.carrier || this.#signal.aborted || this.#swarm.stopped) return
    // A wire that brought something may come back as often as it likes to bring something.
    if (wire.verifiedBytes > 0) member.redials = 0
    if (reason.code === "connection_lost" && member.redials < REDIALS) this.#redial(member)
    else this.#fail(member, reason)
  }

  /** Asks for replacements when somebody failed, or when nobody is left. Called every tick. */
  tick(now: number): void {
    const wanted = this.#failed.length > 0 || !this.hopeful
    if (!wanted || this.#asking || now < this.#askAfter || this.#emptyRounds >= EMPTY_ROUNDS) return
    if (this.#options.moreCarriers) void this.#askMore(now)
  }

  async #askMore(now: number): Promise<void> {
    this.#asking = true
    const failed = this.#failed
    this.#failed = []
    try {
      const fresh = await this.#options.moreCarriers!(failed, await this.#swarm.progress(), this.#signal)
      this.#emptyRounds = this.add(fresh) > 0 ? 0 : this.#emptyRounds + 1
    } catch {
      // The platform is away: the carriers that failed are told again next time.
      this.#failed.unshift(...failed)
      this.#emptyRounds++
    }
    this.#askAfter = now + Math.min(MORE_CARRIERS_MAX_MS, MORE_CARRIERS_MIN_MS * 2 ** this.#emptyRounds)
    this.#asking = false
  }

  #isUsable(member: Member): boolean {
    if (member.state === "failed") return false
    const wire = [...this.#swarm.wires].find((w) => w.carrier === member.carrier)
    return !wire?.book?.exhausted || wire.jobs.size > 0
  }

  async #dial(member: Member): Promise<void> {
    member.state = "dialling"
    const { carrier } = member
    let wire: LeechWire | null = null
    try {
      const book = carrier.ticket ? this.#swarm.bookFor(carrier.ticket) : null
      await this.#options.transport.connect(
        carrier,
        (connection) => {
          wire = new LeechWire(connection, carrier, book, this.#swarm)
          return wire.wire
        },
        this.#signal,
      )
    } catch (error) {
      if (!this.#signal.aborted) this.#fail(member, asEngineError(error, "unreachable"))
      return
    }
    this.#connected(member, wire!)
  }

  #connected(member: Member, wire: LeechWire): void {
    if (this.#signal.aborted || this.#swarm.stopped) {
      wire.wire.close()
      return
    }
    member.state = "connected"
    this.#swarm.wires.add(wire)
    wire.greet()
  }

  #redial(member: Member): void {
    member.state = "waiting"
    member.redials++
    setTimeout(() => {
      if (!this.#signal.aborted && !this.#swarm.stopped) void this.#dial(member)
    }, REDIAL_MS)
  }

  #fail(member: Member, error: EngineError): void {
    if (member.state === "failed") return
    member.state = "failed"
    const failed = { nodeId: member.carrier.nodeId, error }
    this.#failed.push(failed)
    this.#emptyRounds = Math.min(this.#emptyRounds, EMPTY_ROUNDS - 1)
    this.#options.onCarrierFailed?.(failed)
  }
}

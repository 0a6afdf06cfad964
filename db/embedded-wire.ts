/**
 * The embedded database's door: speaks PostgreSQL's wire protocol on a socket for many connections over the one session
 * PGlite has. A connection's messages run as whole exchanges (up to Sync or a simple Query) and an open transaction
 * keeps the session until it ends, so that no connection sees another's unnamed statement. (The socket server published
 * for PGlite lets single messages interleave: with a pool of eight most queries failed.)
 */
import { createServer, type Server, type Socket } from "node:net"

/** The one session behind the door. */
export interface Session {
  /** Runs one protocol message; `reply` is called with the raw bytes of the answer, in order. */
  run(message: Uint8Array, reply: (bytes: Uint8Array) => void): Promise<void>
}

type Exchange = { connection: Connection; messages: Uint8Array[] }

/** An insert of 100 000 clicks by unnest is about 30 MB; nothing honest is larger than this. */
const MESSAGE_LIMIT_BYTES = 256 * 1024 ** 2
/** A transaction holds the whole database: one that does nothing for this long is rolled back. */
const IDLE_IN_TRANSACTION_MS = 60_000
const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const CANCEL_REQUEST = 80_877_102
const QUERY = 0x51
const SYNC = 0x53
const TERMINATE = 0x58
const COPY_DONE = 0x63
const COPY_FAIL = 0x66
const FUNCTION_CALL = 0x46
const READY = 0x5a
const IDLE = 0x49

const ENDS_EXCHANGE = new Set([QUERY, SYNC, COPY_DONE, COPY_FAIL, FUNCTION_CALL])
const ROLLBACK = simpleQuery("rollback")

/** Serves the session on sockets given to `attach`; `listen` with a unix socket path or a loopback port. */
export class WireServer {
  readonly #session: Session
  readonly #queue: Exchange[] = []
  readonly #connections = new Set<Connection>()
  readonly #server: Server
  #owner: Connection | null = null
  #running = false
  #idleTimer: NodeJS.Timeout | undefined

  constructor(session: Session) {
    this.#session = session
    this.#server = createServer((socket) => this.#attach(socket))
  }

  listen(where: { path: string } | { host: string; port: number }): Promise<Server> {
    return new Promise((done, fail) => {
      this.#server.once("error", fail)
      this.#server.listen(where, () => done(this.#server))
    })
  }

  /** Takes no more connections and ends those there are; what runs is finished first. */
  async close(): Promise<void> {
    this.#server.close()
    for (const connection of this.#connections) connection.destroy()
    while (this.#running) await new Promise((done) => setTimeout(done, 5))
  }

  #attach(socket: Socket): void {
    const connection: Connection = new Connection(socket, {
      exchange: (messages) => {
        this.#queue.push({ connection, messages })
        void this.#work()
      },
      closed: () => this.#detach(connection),
    })
    this.#connections.add(connection)
  }

  #detach(connection: Connection): void {
    this.#connections.delete(connection)
    if (this.#owner === connection) this.#queue.push({ connection, messages: [ROLLBACK] })
    void this.#work()
  }

  async #work(): Promise<void> {
    if (this.#running) return
    this.#running = true
    clearTimeout(this.#idleTimer)
    for (let next = this.#take(); next; next = this.#take()) await this.#run(next)
    this.#running = false
    this.#watchOwner()
  }

  #take(): Exchange | undefined {
    if (!this.#owner) return this.#queue.shift()
    const index = this.#queue.findIndex((exchange) => exchange.connection === this.#owner)
    return index < 0 ? undefined : this.#queue.splice(index, 1)[0]
  }

  async #run({ connection, messages }: Exchange): Promise<void> {
    let status: number | undefined
    const reply = (bytes: Uint8Array) => {
      status = readyStatus(bytes) ?? status
      connection.send(bytes)
    }
    try {
      for (const message of messages) await this.#session.run(message, reply)
    } catch (error) {
      // The session answers errors of SQL by itself; this is the session breaking, and the client must not wait.
      console.error(`embedded database: ${(error as Error).message}`)
      connection.destroy()
    }
    if (status !== undefined) this.#owner = status === IDLE ? null : connection
    // It went away while its `begin` ran, so nobody is left who would end the transaction.
    const orphaned = this.#owner === connection && !this.#connections.has(connection)
    if (orphaned) this.#queue.push({ connection, messages: [ROLLBACK] })
  }

  #watchOwner(): void {
    const owner = this.#owner
    if (!owner) return
    this.#idleTimer = setTimeout(() => {
      console.error(`embedded database: rolled back a transaction idle for ${IDLE_IN_TRANSACTION_MS / 1000} s`)
      owner.destroy()
    }, IDLE_IN_TRANSACTION_MS)
    this.#idleTimer.unref()
  }
}

type Events = { exchange(messages: Uint8Array[]): void; closed(): void }

/** Cuts a client's byte stream into messages and hands them on exchange by exchange. */
class Connection {
  readonly #socket: Socket
  readonly #events: Events
  #chunks: Buffer[] = []
  #bytesHeld = 0
  #started = false
  #exchange: Uint8Array[] = []

  constructor(socket: Socket, events: Events) {
    this.#socket = socket
    this.#events = events
    socket.setNoDelay(true)
    socket.on("data", (data) => this.#take(data))
    socket.on("error", () => socket.destroy())
    socket.on("close", () => events.closed())
  }

  send(bytes: Uint8Array): void {
    // The session reuses its buffer, so what is sent must be a copy.
    if (!this.#socket.destroyed) this.#socket.write(Buffer.from(bytes))
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    this.#chunks.push(data)
    this.#bytesHeld += data.length
    for (let message = this.#cut(); message; message = this.#cut()) this.#message(message)
  }

  /** The next whole message, or null. Typed messages carry one byte before their length, the first ones do not. */
  #cut(): Buffer | null {
    const lengthAt = this.#started ? 1 : 0
    if (this.#bytesHeld < lengthAt + 4) return null
    if (this.#chunks[0]!.length < lengthAt + 4) this.#join()
    const size = lengthAt + this.#chunks[0]!.readUInt32BE(lengthAt)
    if (size < lengthAt + 4 || size > MESSAGE_LIMIT_BYTES) {
      this.destroy()
      return null
    }
    if (this.#bytesHeld < size) return null
    const all = this.#join()
    const rest = all.subarray(size)
    this.#chunks = rest.length > 0 ? [rest] : []
    this.#bytesHeld = rest.length
    return all.subarray(0, size)
  }

  #join(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  #message(message: Buffer): void {
    if (!this.#started) {
      this.#startup(message)
      return
    }
    const type = message[0]!
    if (type === TERMINATE) {
      this.#socket.end()
      return
    }
    this.#exchange.push(message)
    if (!ENDS_EXCHANGE.has(type)) return
    this.#events.exchange(this.#exchange)
    this.#exchange = []
  }

  #startup(message: Buffer): void {
    const code = message.length >= 8 ? message.readUInt32BE(4) : 0
    if (code === SSL_REQUEST || code === GSS_REQUEST) {
      this.#socket.write("N")
      return
    }
    if (code === CANCEL_REQUEST) {
      this.destroy()
      return
    }
    this.#started = true
    this.#events.exchange([message])
  }
}

/** The status in the ReadyForQuery message an answer ends with: `I` idle, `T` in a transaction, `E` in a failed one. */
function readyStatus(bytes: Uint8Array): number | undefined {
  const at = bytes.length - 6
  if (at < 0 || bytes[at] !== READY) return undefined
  return bytes[at + 1] === 0 && bytes[at + 2] === 0 && bytes[at + 3] === 0 && bytes[at + 4] === 5
    ? bytes[at + 5]
    : undefined
}

function simpleQuery(sql: string): Uint8Array {
  const body = Buffer.from(`${sql}\0`)
  const message = Buffer.alloc(5 + body.length)
  message[0] = QUERY
  message.writeUInt32BE(4 + body.length, 1)
  body.copy(message, 5)
  return message
}

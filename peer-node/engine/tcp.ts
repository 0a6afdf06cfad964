/** TCP, IPv4 and IPv6: the engine's transport in the node. */
import net from "node:net"
import { EngineError } from "./errors.ts"
import { CONNECT_MS } from "./limits.ts"
import type { Connection, Listener, PeerAddress, Sink, Transport } from "./transport.ts"

export interface TcpOptions {
  /** The address connections are made from; the sample world gives each node its own 127.0.N.1. */
  readonly localAddress?: string
}

/** Headers and small messages of a connection; blocks are read in place. */
const SCRATCH_BYTES = 64 * 1024

class TcpConnection implements Connection {
  socket!: net.Socket
  readonly #remote: PeerAddress | null

  constructor(remote: PeerAddress | null) {
    this.#remote = remote
  }

  get remoteAddress(): string {
    return this.#remote?.address ?? this.socket.remoteAddress ?? ""
  }

  get remotePort(): number {
    return this.#remote?.port ?? this.socket.remotePort ?? 0
  }

  get bufferedBytes(): number {
    return this.socket.writableLength
  }

  send(bytes: Uint8Array, sent?: (error: Error | null) => void): void {
    if (sent) this.socket.write(bytes, (error) => sent(error ?? null))
    else this.socket.write(bytes)
  }

  close(): void {
    this.socket.destroy()
  }

  /** Joins socket and sink; `onClose` is told of the socket's last error. */
  join(socket: net.Socket, sink: Sink): void {
    let cause: Error | null = null
    this.socket = socket
    socket.setNoDelay(true)
    socket.on("error", (error) => {
      cause = error
    })
    socket.once("close", () => sink.onClose(cause))
  }
}

/**
 * `onread` with a buffer function lets the kernel write a block straight into its piece: half again the speed of "data"
 * events. Only sockets we open have it; that is why the downloader dials.
 */
function readInPlace(sinkOf: () => Sink): net.OnReadOpts {
  const scratch = new Uint8Array(SCRATCH_BYTES)
  let aimed: Uint8Array | null = null
  return {
    buffer: () => {
      aimed = sinkOf().target()
      return aimed ?? scratch
    },
    callback: (length, buffer) => {
      const inTarget = aimed !== null
      aimed = null
      sinkOf().onBytes((buffer as Uint8Array).subarray(0, length), inTarget)
      return true
    },
  }
}

function connect(
  options: TcpOptions,
  to: PeerAddress,
  sinkFor: (connection: Connection) => Sink,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted()
  const connection = new TcpConnection(to)
  const sink = sinkFor(connection)
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      host: to.address,
      port: to.port,
      ...(options.localAddress ? { localAddress: options.localAddress } : {}),
      onread: readInPlace(() => sink),
    })
    connection.join(socket, sink)
    const abort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : undefined)
    const timer = setTimeout(() => socket.destroy(new Error("timed out")), CONNECT_MS)
    signal.addEventListener("abort", abort)
    const settle = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", abort)
    }
    let failure: Error | undefined
    socket.once("error", (error) => {
      failure = error
    })
    socket.once("connect", () => {
      settle()
      resolve(connection)
    })
    socket.once("close", () => {
      settle()
      reject(
        signal.aborted
          ? signal.reason
          : new EngineError("unreachable", `${to.address}:${to.port} ${failure?.message ?? ""}`, failure),
      )
    })
  })
}

function listen(at: { host: string; port: number }, accept: (connection: Connection) => Sink): Promise<Listener> {
  const server = net.createServer((socket) => {
    const connection = new TcpConnection(null)
    connection.socket = socket
    const sink = accept(connection)
    connection.join(socket, sink)
    socket.on("data", (bytes) => sink.onBytes(bytes, false))
  })
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(at.port, at.host, () => {
      server.off("error", reject)
      // A failed accept (out of file descriptors) must not end the process: the next one may work.
      server.on("error", () => {})
      const { port } = server.address() as net.AddressInfo
      // Node's own close waits for every connection; ours only stops listening.
      const close = async () => void server.close()
      resolve({ port, close })
    })
  })
}

export function tcpTransport(options: TcpOptions = {}): Transport {
  return { connect: (to, sinkFor, signal) => connect(options, to, sinkFor, signal), listen }
}

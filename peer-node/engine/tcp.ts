/** TCP, IPv4 and IPv6: the engine's transport in the node. */
import type { Transport } from "./transport.ts"

export interface TcpOptions {
  /** The address connections are made from; the sample world gives each node its own 127.0.N.1. */
  readonly localAddress?: string
}

export function tcpTransport(options: TcpOptions = {}): Transport {
  throw new Error(`not yet: ${options.localAddress}`)
}

/** The port between a peer wire and whatever carries its bytes (TCP in the node, a data channel in the page). */

/** What a wire gives its connection: where bytes should land, and what happens when they did. */
export interface Sink {
  /**
   * The buffer the next bytes should be read into, or null for one of the connection's own. It stays in use until the
   * next `onBytes` or `onClose`, so the sink must not hand its memory to anybody else before.
   */
  target(): Uint8Array | null
  /** Bytes arrived: the filled front of the last `target()` when `inTarget`, else memory valid only during the call. */
  onBytes(bytes: Uint8Array, inTarget: boolean): void
  /** Called exactly once, after which no other call follows. */
  onClose(cause: Error | null): void
}

export interface Connection {
  readonly remoteAddress: string
  readonly remotePort: number
  /** Bytes given to `send` that the system has not taken yet. */
  readonly bufferedBytes: number
  /** The connection owns `bytes` until `sent` is called (also on failure, then with the error). */
  send(bytes: Uint8Array, sent?: (error: Error | null) => void): void
  /** Ends at once; `onClose` follows. Repeated calls do nothing. */
  close(): void
}

export interface Listener {
  readonly port: number
  /** Stops accepting; open connections are their owners' to close. */
  close(): Promise<void>
}

export interface Transport {
  /** Resolves when connected. Throws `EngineError` `unreachable`, or the signal's reason. */
  connect(to: PeerAddress, sinkFor: (connection: Connection) => Sink, signal: AbortSignal): Promise<Connection>
  /** Port 0 lets the system choose. Throws the system's error (in use, not permitted). */
  listen(at: { host: string; port: number }, accept: (connection: Connection) => Sink): Promise<Listener>
}

export interface PeerAddress {
  readonly address: string
  readonly port: number
}

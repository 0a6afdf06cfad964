/** Every way a swarm connection or a download can fail: one code per meaning, stable, for programs and for people. */
export const ENGINE_ERRORS = {
  bad_handshake: "The peer did not speak BitTorrent.",
  unknown_release: "The peer asked for, or answered with, another release.",
  frame_too_large: "The peer announced a message larger than its kind may be.",
  bad_frame: "The peer sent a message that does not have its kind's shape.",
  bad_request: "The peer asked for bytes outside the release, or for more at once than allowed.",
  unasked_block: "The peer kept sending blocks nobody asked for.",
  handshake_timeout: "The peer did not finish its handshake in time.",
  idle_timeout: "The peer fell silent.",
  stalled: "The carrier stopped sending what it was asked for.",
  choked_out: "The carrier kept us waiting for a slot.",
  bad_ticket: "The ticket is not valid here.",
  ticket_expired: "The ticket has expired.",
  bad_peer_signature: "The peer could not prove its key.",
  bad_receipt: "The receipt is not valid for this ticket.",
  bad_piece: "The piece's bytes do not match the manifest.",
  banned: "This peer was banned for sending bytes that do not match the manifest.",
  too_many_peers: "Too many peers are connected.",
  connection_lost: "The connection ended.",
  unreachable: "The peer could not be reached.",
  store_full: "The disk is full.",
  store_failed: "The disk gave an error.",
  origin_failed: "The origin did not deliver.",
  no_sources: "No carrier and no origin is left to download from.",
} as const

export type EngineErrorCode = keyof typeof ENGINE_ERRORS

/** A named failure of the engine; `code` is for programs, `message` for people. */
export class EngineError extends Error {
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, detail?: string, cause?: unknown) {
    super(detail ? `${ENGINE_ERRORS[code]} (${detail})` : ENGINE_ERRORS[code], { cause })
    this.name = "EngineError"
    this.code = code
  }
}

/** Any thrown thing as an `EngineError`: kept when it is one, else wrapped under `code`. */
export function asEngineError(thrown: unknown, code: EngineErrorCode): EngineError {
  if (thrown instanceof EngineError) return thrown
  return new EngineError(code, thrown instanceof Error ? thrown.message : undefined, thrown)
}

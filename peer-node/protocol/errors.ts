/** Everything a ticket, receipt, manifest, licence or message can be refused for: one code per meaning, stable for ever. */
export const PROTOCOL_ERRORS = {
  malformed: "The bytes do not have the shape this format asks for.",
  too_large: "The input is larger than the limit for its kind.",
  not_canonical: "The text is not base64url in its one canonical form.",
  wrong_type: "The token is of another kind than the one expected here.",
  unknown_key: "No known key has this key id and use.",
  weak_key: "The public key is of small order or not a valid key.",
  bad_signature: "The signature does not match what was signed.",
  bad_ciphertext: "The ciphertext does not open with this key, nonce and associated data.",
  not_yet_valid: "The document is not valid yet.",
  expired: "The document has expired.",
  stale_request: "The request's time is more than two minutes off.",
  wrong_request: "The signature was made for another request.",
  wrong_carrier: "The ticket names another carrier.",
  wrong_object: "The ticket or manifest names another object.",
  wrong_ticket: "The receipt is for another ticket.",
  wrong_device: "The licence was made for another device.",
  wrong_version: "The version of this format is not known.",
  unsafe_path: "A file's path could leave its folder or cannot be written everywhere.",
  inconsistent: "The document contradicts itself.",
} as const

export type ProtocolErrorCode = keyof typeof PROTOCOL_ERRORS

/** A refusal of something from outside. `code` is for programs, `message` for people; nothing was changed. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode

  constructor(code: ProtocolErrorCode, detail?: string, cause?: unknown) {
    super(detail ? `${PROTOCOL_ERRORS[code]} (${detail})` : PROTOCOL_ERRORS[code], { cause })
    this.name = "ProtocolError"
    this.code = code
  }
}

/** Throws `ProtocolError(code)` unless the condition holds. */
export function demand(condition: unknown, code: ProtocolErrorCode, detail?: string): asserts condition {
  if (!condition) throw new ProtocolError(code, detail)
}

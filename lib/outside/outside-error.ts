/** Why an address that somebody gave us could not be fetched; one code per meaning, so that each can be said in words. */

export const OUTSIDE_CODES = [
  /** Not an address we fetch: another scheme, a password in it, a port we do not call, or no address at all. */
  "bad_address",
  /** It leads, or one of its DNS answers leads, into somebody's private network. */
  "private_address",
  /** DNS knows no such name, or did not answer. */
  "unresolvable",
  /** Nobody listened, hung up, or spoke no HTTP we accept. */
  "refused",
  "timeout",
  "too_large",
  "too_many_redirects",
  /** The certificate does not fit the name, has run out, or is signed by nobody known. */
  "tls",
] as const
export type OutsideCode = (typeof OUTSIDE_CODES)[number]

/** `message` is for logs and tests; people read `outsideWords` (lib/outside/outside-words.ts). */
export class OutsideError extends Error {
  readonly code: OutsideCode
  constructor(code: OutsideCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = "OutsideError"
    this.code = code
  }
}

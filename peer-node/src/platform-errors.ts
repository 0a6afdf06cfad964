/** The two ways a call to the platform ends badly: it refused, or it could not be heard. */

/** The platform answered with a refusal; `code` is stable. */
export class PlatformRefused extends Error {
  readonly code: string
  readonly status: number
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.name = "PlatformRefused"
    this.code = code
    this.status = status
  }
}

/** The platform did not answer, or not in its language; the same call may be made again. */
export class PlatformUnreachable extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, { cause })
    this.name = "PlatformUnreachable"
  }
}

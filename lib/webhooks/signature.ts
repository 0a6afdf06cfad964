/**
 * Signatures as Standard Webhooks 1.0.0 has them (https://www.standardwebhooks.com): HMAC-SHA-256 over
 * "id.timestamp.body", once with each secret that is valid, so that a secret can be changed without a gap.
 */
import { createHmac, randomBytes } from "node:crypto"

const PREFIX = "whsec_"
/** The specification asks for 24 to 64. */
const SECRET_BYTES = 32

export const newSecret = (): Uint8Array => new Uint8Array(randomBytes(SECRET_BYTES))

/** As people get it: `whsec_` and base64. */
export const secretText = (secret: Uint8Array): string => PREFIX + Buffer.from(secret).toString("base64")

export type Signed = {
  messageId: string
  /** Seconds of real time: receivers refuse what is older than some minutes. */
  timestamp: number
  body: string
}

/** The value of `webhook-signature`: `v1,…` for each secret, the present one first. */
export const signatureOf = (signed: Signed, secrets: readonly Uint8Array[]): string =>
  secrets.map((secret) => `v1,${mac(signed, secret)}`).join(" ")

const mac = ({ messageId, timestamp, body }: Signed, secret: Uint8Array): string =>
  createHmac("sha256", secret).update(`${messageId}.${timestamp}.${body}`).digest("base64")

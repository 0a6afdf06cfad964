/** What is kept of an erased person's code: enough that nobody else takes it up at once, too little to read it. */
import { toHex } from "#peer/protocol/bytes.ts"

/** A hash with a lower-case letter before it: no look of a code is written so. */
export async function erasedLook(look: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`fanfare/creator-code\0${look}`))
  return `erased:${toHex(new Uint8Array(digest))}`
}

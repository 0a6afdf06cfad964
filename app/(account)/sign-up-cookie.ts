/** What the browser that signed up keeps until the address is confirmed: the proof it chose the password, and where to go then. */
import { safePath } from "#app/_server/safe-path.ts"

export const SIGN_UP_COOKIE = "ff_signup"

type SignUpCookie = { proof: string; next: string }

export const writeSignUpCookie = ({ proof, next }: SignUpCookie): string => `${proof}.${encodeURIComponent(next)}`

/** Null when there is none. */
export function readSignUpCookie(value: string | undefined): SignUpCookie | null {
  const [, proof, next = ""] = /^([\w-]{1,64})\.(\S{0,6000})$/.exec(value ?? "") ?? []
  if (!proof) return null
  try {
    return { proof, next: safePath(decodeURIComponent(next)) }
  } catch {
    return { proof, next: "/" }
  }
}

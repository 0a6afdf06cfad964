/** How a finished document is answered: a tag to ask again by, the smallest form its reader takes, and no work done twice. */
import { createHash } from "node:crypto"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

/** What a request says of itself, as its headers have it. */
export type Reader = { acceptEncoding: string | null | undefined; ifNoneMatch: string | null | undefined }
export type PlainAnswer = {
  status: number
  /** ETag, Content-Encoding and Content-Length; the caller's own stand beside them, `Vary: Accept-Encoding` among them. */
  headers: Record<string, string>
  /** Null where the reader has the very same already. */
  bytes: Uint8Array<ArrayBuffer> | null
}

/**
 * How a route of Next's names the encoding of its answer: Next drops Content-Encoding, as if the body had been decoded on
 * its way. The front door gives it its right name again.
 */
export const ENCODING_HEADER = "x-fanfare-encoding"

/** A header, a dictionary and a checksum cost more than so few letters save. */
const WORTH_IT_BYTES = 300
/** The documents of a busy day several times over; strangers who ask for endless variants push out only one another. */
const KEPT_BYTES = 16 * 1024 * 1024
/** The highest quality takes tens of milliseconds for 40 kB and saves 4 %. */
const BROTLI = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
}

const ENCODERS = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes),
} as const
type Encoding = keyof typeof ENCODERS

/**
 * The tag is weak: it names the document, whichever way it travels (RFC 9110, 8.8.1). `status` other than 200 is never 304;
 * bytes are pictures, which have no air left in them, and travel as they are.
 */
export async function plainAnswer(
  { acceptEncoding, ifNoneMatch }: Reader,
  body: string | Uint8Array<ArrayBuffer>,
  status = 200,
): Promise<PlainAnswer> {
  const tag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`
  if (status === 200 && isKnown(tag, ifNoneMatch ?? "")) return { status: 304, headers: { ETag: tag }, bytes: null }
  const isText = typeof body === "string"
  const whole = isText ? new Uint8Array(Buffer.from(body)) : body
  const encoding = isText && whole.length >= WORTH_IT_BYTES ? encodingFor(acceptEncoding ?? "") : null
  const bytes = encoding ? await encoded(tag, encoding, whole) : whole
  const headers = { ETag: tag, "Content-Length": String(bytes.length) }
  return { status, headers: encoding ? { ...headers, "Content-Encoding": encoding } : headers, bytes }
}

const isKnown = (tag: string, ifNoneMatch: string): boolean =>
  ifNoneMatch === "*" || ifNoneMatch.split(",").some((known) => bare(known) === bare(tag))
const bare = (tag: string): string => tag.trim().replace(/^W\//, "")

/** Brotli where it is taken; what is refused by `q=0` is not. */
export function encodingFor(acceptEncoding: string): Encoding | null {
  const taken = new Map(
    acceptEncoding
      .toLowerCase()
      .split(",")
      .map((entry) => {
        const [name = "", ...rest] = entry.split(";").map((part) => part.trim())
        return [name, !rest.some((part) => /^q=0(?:\.0*)?$/.test(part))] as const
      }),
  )
  const takes = (name: Encoding) => taken.get(name) ?? taken.get("*") ?? false
  return takes("br") ? "br" : takes("gzip") ? "gzip" : null
}

type Encoded = Uint8Array<ArrayBuffer>
const kept = new Map<string, { bytes: Promise<Encoded>; length: number }>()
let keptBytes = 0

/** Off this thread, and once for everybody who asks while it is being made and after. */
function encoded(tag: string, encoding: Encoding, whole: Uint8Array): Promise<Encoded> {
  const key = `${encoding} ${tag}`
  const known = kept.get(key)
  if (known) {
    // The last asked for is the last to go.
    kept.delete(key)
    kept.set(key, known)
    return known.bytes
  }
  const bytes = ENCODERS[encoding](whole).then((made) => new Uint8Array(made))
  // Counted as if it did not shrink: its true size is not known yet, and the bound holds all the same.
  kept.set(key, { bytes, length: whole.length })
  keptBytes += whole.length
  bytes.catch(() => forget(key))
  for (const oldest of kept.keys()) {
    if (keptBytes <= KEPT_BYTES) break
    forget(oldest)
  }
  return bytes
}

function forget(key: string): void {
  keptBytes -= kept.get(key)?.length ?? 0
  kept.delete(key)
}

/** Ids: a prefix that names the thing and a 26-character body that sorts by time (ULID layout, Crockford base32). */
const PREFIXES = {
  user: "usr",
  publisher: "pub",
  title: "ttl",
  release: "rel",
  upload: "upl",
  site: "sit",
  link: "lnk",
  linkImport: "imp",
  code: "cod",
  typedCode: "tcd",
  order: "ord",
  entitlement: "ent",
  session: "ses",
  node: "nod",
  settlement: "set",
  ledgerTransaction: "ltx",
  payoutRun: "run",
  payout: "pay",
  outbox: "obx",
  mail: "mai",
  notice: "ntc",
  device: "dev",
  audit: "aud",
  flag: "flg",
  webhook: "whk",
  message: "msg",
  delivery: "dlv",
  pageVersion: "pgv",
  picture: "pic",
  view: "vew",
  term: "trm",
  review: "rev",
  act: "act",
  erasure: "era",
  apiKey: "key",
} as const

export type IdKind = keyof typeof PREFIXES
export type Id<K extends IdKind> = `${(typeof PREFIXES)[K]}_${string}`

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
const BODY = /^[0-9a-hjkmnp-tv-z]{26}$/

/** A fresh id: 48 bits of milliseconds, 80 random bits. */
export function newId<K extends IdKind>(kind: K, at: Date, random = crypto.getRandomValues(new Uint8Array(10))): Id<K> {
  let bits = BigInt(at.getTime())
  for (const byte of random) bits = (bits << 8n) | BigInt(byte)
  let body = ""
  for (let i = 0; i < 26; i++) {
    body = ALPHABET[Number(bits & 31n)] + body
    bits >>= 5n
  }
  return `${PREFIXES[kind]}_${body}`
}

/** Whether a string from outside has the shape of an id of this kind. */
export function isId<K extends IdKind>(kind: K, s: unknown): s is Id<K> {
  return typeof s === "string" && s.startsWith(`${PREFIXES[kind]}_`) && BODY.test(s.slice(PREFIXES[kind].length + 1))
}

/** Whether a name or id from outside can be asked for at all: PostgreSQL's text has no zero byte and calls one an error. */
export const isStorable = (s: string): boolean => !s.includes("\0")

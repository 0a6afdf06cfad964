/** The platform's signing keys, one per use, made at the first start; and the wrapping done under the master key. */
import { eq, sql } from "drizzle-orm"
import { type Db, inTx, type Tx } from "#db/client.ts"
import { type KeyUse, signingKeys } from "#db/schema/platform.ts"
import type { Clock } from "#lib/kernel/clock.ts"
import { invariant } from "#lib/kernel/errors.ts"
import { MINUTE_MS } from "#lib/kernel/period.ts"
import { toB64url } from "#peer/protocol/bytes.ts"
import { webCrypto } from "#peer/protocol/crypto.ts"
import type { SigningKey } from "#peer/protocol/jws.ts"
import { KEY_USES, type PublicKey, signArchive } from "#peer/protocol/keys.ts"
import { Seal } from "./seal.ts"

export interface PlatformKeys {
  /** The key that signs for this use at present. */
  signingKey(use: KeyUse): Promise<SigningKey>
  /** The keys that may still verify something in use: the present ones and those retired within the last day. */
  publicKeys(): Promise<PublicKey[]>
  /** Every key that ever signed, signed by the newest statement key. */
  archive(): Promise<string>
  /** AES-256-GCM under the master key. */
  wrap(bytes: Uint8Array): Promise<Uint8Array>
  /** The reverse; throws when the master key is another one. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
  /** HMAC-SHA-256 under a key of this purpose's own; 32 bytes. */
  hmac(purpose: string, data: string | Uint8Array): Promise<Uint8Array>
}

type Row = typeof signingKeys.$inferSelect

/** A key another process retired or made is seen within this time. */
const FRESH_MS = MINUTE_MS
/** Tickets live 4 h, the licence's manifest is fetched anew each session: a day is ample. */
const RETIRED_SHOWN_MS = 24 * 60 * MINUTE_MS

/**
 * Loads the keys, making those that are missing. Throws a plain Error that names the remedy when they were wrapped
 * under another master key.
 */
export async function loadPlatformKeys(db: Db, masterKey: Uint8Array, clock: Clock): Promise<PlatformKeys> {
  const seal = new Seal(masterKey)
  const ring = new KeyRing(db, seal)
  await ring.makeMissing(clock.now())
  await ring.keys()
  return {
    signingKey: async (use) => (await ring.keys()).signing.get(use)!,
    publicKeys: async () => shown((await ring.keys()).rows, clock.now()),
    archive: async () => {
      const { rows, signing } = await ring.keys()
      return signArchive(rows.map(publicKeyOf), signing.get("statement")!)
    },
    wrap: async (bytes) => seal.wrap(bytes),
    unwrap: async (wrapped) => seal.unwrap(wrapped),
    hmac: async (purpose, data) => seal.hmac(purpose, data),
  }
}

/** The keys in memory, read again every minute. */
class KeyRing {
  readonly #db: Db
  readonly #seal: Seal
  #loaded: Promise<{ rows: Row[]; signing: Map<KeyUse, SigningKey> }> | null = null
  #freshUntil = 0

  constructor(db: Db, seal: Seal) {
    this.#db = db
    this.#seal = seal
  }

  /**
   * Answers from memory at once: whoever signs may be inside a tx, and would wait for a connection that waits for that
   * very tx. What is older than a minute is read again beside it; while the database is away the keys known go on signing.
   */
  async keys() {
    if (!this.#loaded) return this.#load()
    if (performance.now() > this.#freshUntil) this.#refresh()
    return this.#loaded
  }

  async #load() {
    this.#freshUntil = performance.now() + FRESH_MS
    const loading = this.#read()
    this.#loaded = loading
    loading.catch(() => {
      this.#loaded = null
    })
    return loading
  }

  #refresh(): void {
    this.#freshUntil = performance.now() + FRESH_MS
    this.#read().then(
      (read) => {
        this.#loaded = Promise.resolve(read)
      },
      () => {},
    )
  }

  /** Two processes may start at once on an empty database: the table's lock lets one of them make the keys. */
  async makeMissing(now: Date): Promise<void> {
    await inTx(this.#db, "make-platform-keys", async (tx) => {
      await tx.execute(sql`lock table ${signingKeys} in exclusive mode`)
      for (const use of KEY_USES) await this.#makeIfMissing(tx, use, now)
    })
  }

  async #makeIfMissing(tx: Tx, use: KeyUse, from: Date): Promise<void> {
    const [known] = await tx.select({ kid: signingKeys.kid }).from(signingKeys).where(eq(signingKeys.use, use)).limit(1)
    if (known) return
    const crypto = webCrypto()
    const pair = await crypto.generateSigningKey()
    await tx.insert(signingKeys).values({
      kid: `${use}-${toB64url(crypto.randomBytes(6))}`,
      use,
      publicKey: toB64url(pair.publicKey),
      wrappedPrivateKey: this.#seal.wrap(pair.secretKey),
      from,
    })
  }

  async #read() {
    const rows = await this.#db.select().from(signingKeys).orderBy(signingKeys.from, signingKeys.kid)
    const signing = new Map<KeyUse, SigningKey>()
    for (const row of rows) if (row.to === null) signing.set(row.use, this.#open(row))
    for (const use of KEY_USES) invariant(signing.has(use), `no ${use} key signs at present`)
    return { rows, signing }
  }

  #open(row: Row): SigningKey {
    try {
      const secretKey = this.#seal.unwrap(row.wrappedPrivateKey)
      return { kid: row.kid, publicKey: fromText(row.publicKey), secretKey }
    } catch (cause) {
      const remedy = "Use the FANFARE_MASTER_KEY (or the data folder's master.key) this database was made with."
      throw new Error(`The platform's keys were wrapped under another master key. ${remedy}`, { cause })
    }
  }
}

const fromText = (key: string): Uint8Array => new Uint8Array(Buffer.from(key, "base64url"))
const seconds = (at: Date): number => Math.floor(at.getTime() / 1000)

const publicKeyOf = (row: Row): PublicKey => ({
  kid: row.kid,
  use: row.use,
  publicKey: fromText(row.publicKey),
  fromSeconds: seconds(row.from),
  toSeconds: row.to === null ? null : seconds(row.to),
})

const shown = (rows: readonly Row[], now: Date): PublicKey[] =>
  rows.filter((row) => row.to === null || now.getTime() - row.to.getTime() < RETIRED_SHOWN_MS).map(publicKeyOf)

/** This page's device key and the licence made out to it; nothing of it is stored, so that a right is asked for at every visit. */
import { toB64url } from "#peer/protocol/bytes.ts"
import type { Crypto, KeyPair } from "#peer/protocol/crypto.ts"
import { type Licence, openLicence } from "#peer/protocol/licence.ts"
import type { Offer } from "./offer.ts"
import { askLicence, type Platform, readPlatform } from "./platform-door.ts"

export class LicenceHolder {
  readonly #crypto: Crypto
  readonly #offer: Pick<Offer, "slug">
  #device: Promise<KeyPair> | null = null
  #asking: Promise<Licence> | null = null

  constructor(crypto: Crypto, offer: Pick<Offer, "slug">) {
    this.#crypto = crypto
    this.#offer = offer
  }

  /** X25519, made once per visit. */
  device(): Promise<KeyPair> {
    this.#device ??= Promise.resolve(this.#crypto.generateDeviceKey())
    return this.#device
  }

  /** The content keys; asked for at the first need. Throws `refused` when the right has ended, `line`. */
  async keys(): Promise<Licence["keys"]> {
    this.#asking ??= this.#ask().catch((error: unknown) => {
      this.#asking = null
      throw error
    })
    return (await this.#asking).keys
  }

  /** A licence that came with a report. One made out to an earlier visit's key is of no use and is left. */
  async offered(jwe: string, platform: Platform): Promise<void> {
    if (this.#asking) return
    const licence = openLicence(jwe, await this.device(), { keys: platform.keys, nowSeconds: platform.nowSeconds() })
    await licence.then(
      () => {
        this.#asking = licence
      },
      () => undefined,
    )
  }

  async #ask(): Promise<Licence> {
    const device = await this.device()
    const platform = await readPlatform()
    const { licence } = await askLicence(this.#offer.slug, toB64url(device.publicKey))
    return openLicence(licence, device, { keys: platform.keys, nowSeconds: platform.nowSeconds() })
  }
}

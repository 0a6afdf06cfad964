/** The .torrent of a release, made from the hashes of the publishing pass: one file, private unless the title is open (BEP 3, 27, 19). */
import { createHash } from "node:crypto"
import bencode from "bencode"

export type TorrentInput = {
  /** `torrentName(slug, version)`. */
  name: string
  sizeBytes: number
  pieceBytes: number
  /** SHA-1 of every piece, concatenated. */
  sha1: Uint8Array
  /** Open titles name their web seed and the tracker; all others are private and name neither. */
  webSeed?: string
  announce?: string
}

export type Torrent = { bytes: Uint8Array; infoHash: string }

/** Bencode wants keys in byte order; the objects below are written in it. */
export function makeTorrent(input: TorrentInput): Torrent {
  const info = {
    length: input.sizeBytes,
    name: input.name,
    "piece length": input.pieceBytes,
    pieces: Buffer.from(input.sha1),
    ...(input.webSeed ? {} : { private: 1 }),
  }
  const infoBytes = bencode.encode(info)
  const infoHash = createHash("sha1").update(infoBytes).digest("hex")
  const bytes = bencode.encode({
    ...(input.announce ? { announce: input.announce } : {}),
    info,
    ...(input.webSeed ? { "url-list": [input.webSeed] } : {}),
  })
  return { bytes: new Uint8Array(bytes), infoHash }
}

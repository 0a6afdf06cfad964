/** Every limit on documents and bodies from outside, with the arithmetic behind it, checked before decoding; the wire's own are in engine/limits.ts. */
export const KIB = 1024
export const MIB = 1024 * KIB
export const GIB = 1024 * MIB

/** A release's plaintext: the promise is 50 GB, counted in GiB so that nobody loses at the edge. */
export const MAX_RELEASE_PLAIN_BYTES = 50 * GIB
/** Its ciphertext: 16 bytes per piece and under one piece of padding between the parts; 1 GiB is far above both. */
export const MAX_RELEASE_BYTES = MAX_RELEASE_PLAIN_BYTES + GIB
/** 40 GB in pieces of 4 MiB are 9 537; 51 GiB in pieces of 16 MiB are 3 264; 16 384 leaves room. */
export const MAX_PIECES = 16_384
export const PIECE_SIZES = [256 * KIB, MIB, 4 * MIB, 16 * MIB] as const
export const MAX_PIECE_BYTES = 16 * MIB
export const MAX_FILES = 20_000
/** The shortest limit of the three systems a node runs on, less room for the folder it is put in. */
export const MAX_PATH_BYTES = 512
/** MAX_PIECES x 32 B x 4/3 (base64url inside JSON) x 4/3 (JWS) = 0.9 MiB; file list up to 20 000 x ~100 B x 4/3 = 2.7 MB. */
export const MAX_MANIFEST_BYTES = 4 * MIB
/** MAX_PIECES x 20 B of SHA-1 = 328 KB and under 1 KB beside it. */
export const MAX_TORRENT_BYTES = 512 * KIB

/** A ticket has about 520 bytes; it rides in an extended handshake that must stay under 16 KiB. */
export const MAX_TICKET_BYTES = 2 * KIB
/** Any other small token: node request, device proof, clock, challenge. */
export const MAX_TOKEN_BYTES = 4 * KIB
export const MAX_LICENCE_BYTES = 8 * KIB
/** A report names at most one receipt per ticket: 64 x 104 B x (4/3)^2 = 12 KB. */
export const MAX_REPORT_BYTES = 24 * KIB
/** Current keys: 4 uses x a few; the archive: 4 uses x 12 rotations a year x 20 years x ~140 B x 4/3 = 180 KB. */
export const MAX_JWKS_BYTES = 256 * KIB
export const MAX_KEYS = 1_024
export const MAX_STRING = 256

/** 8 carriers at once and replacements, capped, for one download session. */
export const MAX_TICKETS_PER_SESSION = 64
/** One batch of receipts is at most 1 000 x 104 = 104 000 bytes. */
export const MAX_RECEIPTS_PER_BATCH = 1_000
export const MAX_RECEIPT_BATCH_BYTES = MAX_RECEIPTS_PER_BATCH * 104
/** One grant asks for at most 64 pieces (16 MiB to 1 GiB). */
export const MAX_GRANT_PIECES = 64
/** A heartbeat names at most 4 096 stocked objects x ~90 B = 370 KB. */
export const MAX_STOCKS = 4_096
export const MAX_HEARTBEAT_BYTES = 512 * KIB
/** Any other JSON body a node or page sends: 64 receipts x 139 characters = 9 KB and 64 node ids = 2 KB. */
export const MAX_JSON_BYTES = 64 * KIB
/** The answer to opening a session: a manifest, a torrent in base64url and 8 tickets. */
export const MAX_SESSION_ANSWER_BYTES = MAX_MANIFEST_BYTES + MIB

/** A possession audit: 8 ranges x 64 KiB = 512 KiB read per challenge. */
export const AUDIT_RANGES = 8
export const AUDIT_RANGE_BYTES = 64 * KIB
export const MAX_CHALLENGES = 64

/** One settlement covers a demo and a purchase session: 2 x 64 tickets, and room for a resumed one. */
export const MAX_SETTLEMENT_ROWS = 256
/** 256 rows x ~330 B x 4/3 = 113 KB. */
export const MAX_SETTLEMENT_BYTES = 192 * KIB
export const MAX_STATEMENT_LINES = 100_000
/** A settlement document, and under 8 KiB beside it. */
export const MAX_STATEMENT_LINE_BYTES = MAX_SETTLEMENT_BYTES + 8 * KIB
/** 100 001 hashes x 32 B x (4/3)^2 = 5.7 MB. */
export const MAX_STATEMENT_HEAD_BYTES = 6 * MIB
/** A carriage line is ~6 KB with eight carriers: 40 000 such lines. */
export const MAX_STATEMENT_BYTES = 256 * MIB

/** Node requests are accepted this many seconds of real time around their `iat`. */
export const REQUEST_SKEW_SECONDS = 120
/** Tickets: clocks of strangers' machines may be this far off. */
export const TICKET_SKEW_SECONDS = 120
/** A ticket lasts four hours; renewal keeps its id. */
export const TICKET_SECONDS = 4 * 60 * 60
/** Receipts are accepted until 7 days after the session closed. */
export const LATE_RECEIPT_DAYS = 7

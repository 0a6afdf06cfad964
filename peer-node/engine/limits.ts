/** Every number the swarm engine is bounded or tuned by, with the arithmetic behind it; what peers send is checked against these first. */
import { KIB, MAX_PIECES, MIB } from "../protocol/limits.ts"

/** A BitTorrent block as every client asks for it (BEP 3). */
export const PLAIN_BLOCK_BYTES = 16 * KIB
/** Blocks between two of ours (`ff_blk`): an eighth of the frames, and a read of the kernel fills one whole. */
export const LARGE_BLOCK_BYTES = 128 * KIB
/** 13 bytes of the next block's header (4 length, 1 id, 4 piece, 4 begin) land behind a block when it is read in place. */
export const BLOCK_HEADER_BYTES = 13
/** A ticket (2 KiB), a nonce and a dozen short keys fit four times; nothing else in the extension protocol is larger. */
export const MAX_EXTENDED_BYTES = 16 * KIB
/** Messages we do not know are skipped, up to this size. */
export const MAX_UNKNOWN_BYTES = 16 * KIB
/** 16 384 pieces, one bit each: 2 KiB. */
export const MAX_BITFIELD_BYTES = Math.ceil(MAX_PIECES / 8)

/** Requests a carrier keeps per peer: 32 MiB (the widest usual window) / 16 KiB. */
export const MAX_QUEUED_REQUESTS = 2_048
/** What a plain client may have asked for before it has read our `reqq` (libtorrent asks for up to 2 000 by itself). */
export const QUEUE_GRACE = 2 * MAX_QUEUED_REQUESTS
/** Blocks nobody asked for (a cancel that crossed the block on its way is innocent) before the peer is let go. */
export const MAX_UNASKED_BLOCKS = 256

/** 68 bytes of handshake may take this long; a slow loris holds a connection no longer. */
export const HANDSHAKE_MS = 10_000
/** Ticket and signature must have come by then. */
export const AUTHENTICATION_MS = 15_000
/** BEP 3's two minutes for keep-alives, and slack. */
export const IDLE_MS = 150_000
export const KEEP_ALIVE_MS = 60_000
export const CONNECT_MS = 5_000
/** A socket that takes nothing for this long while bytes wait is dead. */
export const DRAIN_MS = 60_000

/** One read of the seeder: 256 KiB of file scattered between up to 64 headers (16 blocks of 16 KiB, or 2 of 128 KiB). */
export const SPAN_BYTES = 256 * KIB
export const SPAN_BLOCKS = 64
/** Bytes on their way to one peer's socket before the next read waits: keeps memory at ~1 MiB per busy peer. */
export const SOCKET_HIGH_BYTES = MIB
/** Span buffers kept for reuse, 64 x 257 KiB = 16 MiB. */
export const POOLED_SPANS = 64

/** The least a carrier lets go unsigned at the start, and the widest it grows to on a slow line. */
export const START_WINDOW_BYTES = 8 * MIB
export const START_WINDOW_PIECES = 3
export const START_WINDOW_PART = 8
export const GROWN_WINDOW_BYTES = 32 * MIB
export const GROWN_WINDOW_SECONDS = 2
/** The downloader stays this many pieces under the carrier's window, so that neither ever waits for the other. */
export const WINDOW_MARGIN_PIECES = 2
/** Each signed byte forgives 1/64 byte of old debt: a crash of 8 MiB is forgotten after 512 MiB; a cheat gains at most 1.6 %. */
export const DEBT_MELT_DIVISOR = 64

/** A receipt per MiB or two seconds; per 4 MiB above 100 MB/s, where signing (80 us) would begin to show. */
export const RECEIPT_STEP_BYTES = MIB
export const FAST_RECEIPT_STEP_BYTES = 4 * MIB
export const FAST_RATE_BYTES = 100_000_000
export const RECEIPT_MS = 2_000

/** In flight per wire: 0.75 s of the measured rate. 32 MiB carries 400 MB/s over 80 ms; 1 MiB starts any line. */
export const PIPELINE_SECONDS = 0.75
export const PIPELINE_MIN_BYTES = MIB
export const PIPELINE_MAX_BYTES = 32 * MIB
/** Requests go out in batches, when a quarter of the pipeline is free: one write per request costs a quarter of the speed. */
export const PIPELINE_REFILL = 0.75
/** Requested and unwritten bytes over all wires. */
export const BUFFERED_BYTES = 64 * MIB

export const STALL_MS = 8_000
/** A partial swarm may have no free slot for a while; after this another carrier is asked for. */
export const CHOKED_MS = 30_000
/** Under this rate for `FLOOR_MS` the origin helps. */
export const FLOOR_BYTES_PER_SECOND = 128 * KIB
export const FLOOR_MS = 5_000
/** Carriers have this long to show what they have before a piece nobody has is asked of the origin. */
export const ORIGIN_GRACE_MS = 2_000
export const ORIGIN_PARALLEL = 3
/** Pieces asked for in one grant while the origin only helps; all 64 when it is alone. */
export const ORIGIN_HELP_PIECES = 2
export const ORIGIN_TRIES = 5

export const MAX_PEERS = 512
/** Connections that have not proved a ticket yet. */
export const MAX_STRANGERS = 128
export const UPLOAD_SLOTS = 64
export const ROTATE_MS = 30_000
/** A carrier whose connection ended is dialled again this often before it counts as failed. */
export const REDIALS = 2
export const REDIAL_MS = 1_000
/** Rounds of asking for more carriers that brought none before a download without an origin gives up. */
export const EMPTY_ROUNDS = 4
export const MORE_CARRIERS_MIN_MS = 1_000
export const MORE_CARRIERS_MAX_MS = 30_000
export const PROGRESS_MS = 250
/** Two copies of one piece in the end game, never more. */
export const MAX_OWNERS = 2

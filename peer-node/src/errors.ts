/** What the command line refuses for reasons of its own; refusals of platform, protocol and engine keep their own classes. */
const NODE_ERRORS = {
  usage: "The command line does not say something the node can do.",
  not_paired: "This node is not paired yet; run `fanfare-node login URL` first.",
  other_platform:
    "This node is paired with another platform; give the other one a data folder of its own (--data DIR).",
  pairing_refused: "The pairing was not completed.",
  folder_held: "Another fanfare-node works in this data folder.",
  file_damaged: "A file in the data folder cannot be read.",
  not_in_library: "Your account has neither a running demo nor a purchase of this title.",
  not_here: "The title's bits are not on this node; run `fanfare-node get TITLE` first.",
  not_stocked: "This title is not on this node's shelf.",
  demo_over: "The demo has ended; buy the title to open it again.",
  disk_limit: "The shelf would grow beyond --disk-limit.",
  no_keys: "The platform's public keys are not at hand; give them with --keys FILE.",
  out_taken: "The folder to write to is not usable.",
  does_not_hold: "The statement does not hold.",
} as const

export type NodeErrorCode = keyof typeof NODE_ERRORS

/** `code` is for programs; the message is one sentence for people, with the detail behind it. */
export class NodeError extends Error {
  readonly code: NodeErrorCode

  constructor(code: NodeErrorCode, detail?: string, cause?: unknown) {
    super(detail === undefined ? NODE_ERRORS[code] : code === "usage" ? detail : `${NODE_ERRORS[code]} (${detail})`, {
      cause,
    })
    this.name = "NodeError"
    this.code = code
  }
}

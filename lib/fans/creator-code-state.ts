/** Where a buyer types a creator code: at checkout, in a node, or by pressing what an address had filled in. */
export const TYPING_PLACES = ["checkout", "node", "link"] as const
export type TypingPlace = (typeof TYPING_PLACES)[number]

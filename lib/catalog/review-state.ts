/** The states of a review: one request of a publisher to have a title offered, and what came of it. */
export const REVIEW_STATES = ["open", "approved", "refused", "ended"] as const
/** `ended`: withdrawn or taken down before anybody decided. */
export type ReviewState = (typeof REVIEW_STATES)[number]

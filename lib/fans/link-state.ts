/** What is the matter with where a link leads, the gravest first; "ok" when nothing is. */
export const LINK_STATES = [
  "taken_down",
  "withdrawn",
  "page_hidden",
  "page_unpublished",
  "free",
  "site_silent",
  "ok",
] as const
export type LinkState = (typeof LINK_STATES)[number]

/** Visitors find nothing to buy where the link leads. */
export const isDead = (state: LinkState): boolean => state === "taken_down" || state === "withdrawn"

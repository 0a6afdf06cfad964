/** What a page may cost: script in bytes as Chromium transfers them, and how soon and how still it stands. */

const KB = 1000

export type Budget = {
  name: string
  path: string
  /** Who looks at it: a stranger, or one of the sample world's people. */
  as: "stranger" | "fan" | "publisher" | "operator"
  script: { bytes: number; above: "nothing" | "next's runtime" }
  /** Something to press or type, whose answer must be quick. */
  interact?: { role: "button" | "searchbox" | "slider" | "textbox" | "link"; name: RegExp; type?: string }
}

const PLAIN = { bytes: 20 * KB, above: "nothing" } as const
const STORE = { bytes: 20 * KB, above: "next's runtime" } as const
const DESK = { bytes: 220 * KB, above: "nothing" } as const

/** Largest contentful paint and layout shift (web.dev's terms) and the longest answer to a press, under a 4x slower CPU. */
export const LIMITS = { lcpMs: 1_500, cls: 0.02, interactionMs: 100 } as const
export const CPU_SLOWER = 4

export const BUDGETS: readonly Budget[] = [
  { name: "landing", path: "/", as: "stranger", script: PLAIN },
  { name: "promo page", path: "/s/damp-attic", as: "stranger", script: PLAIN },
  { name: "store", path: "/store", as: "stranger", script: STORE },
  { name: "title", path: "/titles/harbour-lights", as: "stranger", script: STORE },
  { name: "checkout", path: "/checkout/new?title=harbour-lights", as: "stranger", script: STORE },
  { name: "library", path: "/library", as: "fan", script: STORE },
  { name: "sign-up", path: "/sign-up", as: "stranger", script: STORE },
  { name: "fan's desk", path: "/dashboard", as: "fan", script: DESK },
  { name: "links", path: "/dashboard/links", as: "fan", script: DESK },
  { name: "nodes", path: "/dashboard/nodes", as: "fan", script: DESK },
  { name: "payouts", path: "/dashboard/payouts", as: "fan", script: DESK },
  { name: "publisher's desk", path: "/publish", as: "publisher", script: DESK },
  { name: "operator's desk", path: "/operate", as: "operator", script: DESK },
]

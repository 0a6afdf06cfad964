/** Who lives in the sample world: a publisher, an operator, four fans, three of them carriers, and buyers. */
import type { Role } from "#db/schema/auth.ts"

export type Person = {
  key: string
  name: string
  email: string
  password: string
  roles: readonly Role[]
  /** What the table at start calls the person. */
  role: string
  /** Where earnings go; null for who earns nothing. */
  paypal: string | null
}

const earner = (key: string, name: string, host: string, roles: readonly Role[], role: string): Person => ({
  key,
  name,
  email: `${key}@${host}`,
  password: `${key} sees the comet`,
  roles,
  role,
  paypal: `${key}@paypal.example`,
})

const buyer = (key: string, name: string): Person => ({
  key,
  name,
  email: `${key}@mail.example`,
  password: `${key} sees the comet`,
  roles: [],
  role: "buyer",
  paypal: null,
})

export const PUBLISHER = earner("ines", "Ines Falk", "lantern-house.example", ["publisher"], "publisher")
export const PUBLISHER_NAME = "Lantern House"
export const OPERATOR: Person = {
  ...earner("operator", "Olu Adeyemi", "fanfare.example", [], "operator"),
  paypal: null,
}

export const FANS = {
  noor: earner("noor", "Noor Haddad", "damp-attic.example", ["fan"], "fan with blog and carrier 1"),
  tomasz: earner("tomasz", "Tomasz Wilk", "night-bus.example", ["fan"], "fan with carrier 2"),
  bea: earner("bea", "Bea Lindqvist", "small-screens.example", ["fan"], "fan with carrier 3"),
  kofi: earner("kofi", "Kofi Mensah", "weekend-manual.example", ["fan"], "fan with a blog only"),
} as const
export type FanKey = keyof typeof FANS

/** The owners of the three nodes, in the order of their numbers. */
export const CARRIERS: readonly FanKey[] = ["noor", "tomasz", "bea"]

export const BUYERS: readonly Person[] = [
  buyer("jun", "Jun Park"),
  buyer("maria", "Maria Costa"),
  buyer("owen", "Owen Reid"),
  buyer("priya", "Priya Nair"),
]

/** Buyers with nothing but an e-mail, confirmed by the link mailed to it. */
export const MAIL_ONLY_BUYERS = ["lena@mail.example", "sam@mail.example", "yusuf@mail.example"] as const

/** Everybody with a password, in the order of the table. */
export const PEOPLE: readonly Person[] = [...Object.values(FANS), PUBLISHER, OPERATOR, ...BUYERS]

/** What Noor says on her stream. */
export const NOORS_CODE = "NOOR"

export type SiteSpec = { slug: string; name: string; url: string; words: string }

/** `blogUrl`: where the stranger's blog of the sample world runs; it is Noor's. */
export const sitesOf = (blogUrl: string): Record<FanKey, SiteSpec> => ({
  noor: {
    slug: "damp-attic",
    name: "The Damp Attic",
    url: blogUrl,
    words: "Things I liked, written above a bicycle shop. The machine under my desk carries what you see here.",
  },
  tomasz: {
    slug: "night-bus-radio",
    name: "Night Bus Radio",
    url: "https://night-bus.example",
    words: "Songs and small films for the last bus home.",
  },
  bea: {
    slug: "small-screens",
    name: "Small Screens",
    url: "https://small-screens.example",
    words: "Short films and short games, one a week.",
  },
  kofi: {
    slug: "weekend-manual",
    name: "Weekend Manual",
    url: "https://weekend-manual.example",
    words: "What to do with two days. Sometimes the answer is a game.",
  },
})

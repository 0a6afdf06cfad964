/** Every page of the product, by who sees it: one list for the looks, the pictures, the walks by keyboard and the forms. */
export const VIEWERS = ["stranger", "fan", "carrier", "buyer", "publisher", "operator"] as const
export type Viewer = (typeof VIEWERS)[number]

/**
 * Leads from an address over pages, each by the first link of that pattern, and gives where the last link leads, as a path.
 * `[x]` stands for one segment that no page has for its own name.
 */
export type FollowLinks = (from: string, ...patterns: readonly string[]) => Promise<string>

/** What else leads to pages: what was mailed, what a node shows, a purchase begun. */
export type Guide = {
  follow: FollowLinks
  /** The code of the fan's first link. */
  linkCode(): Promise<string>
  /** Where a node that asks to be let in sends its owner. */
  pairing(): Promise<string>
  /** The id of an order that was begun and not paid, and where its buyer was sent. */
  beginOrder(): Promise<{ orderId: string; payUrl: string }>
  /** Where a table of links is looked through; one line of it is in the way. */
  bringTable(): Promise<string>
  /** A webhook of the fan's that was told something. */
  webhook(): Promise<string>
  /** The first address of that shape in anybody's mails. */
  mailed(shape: RegExp): Promise<string>
}

export type Route = {
  name: string
  who: Viewer
  /** The page's folder as an address, `/dashboard/links/[link]`; null: no page of app/, made elsewhere. */
  page: string | null
  /** Where it is; the page itself when left out. Paths on the platform, or whole addresses. */
  at?: string | ((guide: Guide) => Promise<string>)
  /** 200 unless told. */
  status?: number
}

const TITLE = ["/store", "/titles/[slug]"] as const
const PERSON = ["/operate?q=lena%40mail.example", "/operate/people/[user]"] as const
const ORDER = [...PERSON, "/operate/orders/[order]"] as const
const OWN_TITLE = ["/publish", "/publish/[slug]"] as const
const OWN_SITE = ["/dashboard/sites", "/dashboard/sites/[site]"] as const

const via =
  (steps: readonly [string, ...string[]], tail = "") =>
  async ({ follow }: Guide) =>
    (await follow(...steps)) + tail

/** Where a page ends whose last part is the slug of the first title in the store. */
const ofFirstTitle = (before: string) => async (guide: Guide) =>
  before + (await guide.follow(...TITLE)).split("/").at(-1)

const STRANGER: readonly Omit<Route, "who">[] = [
  { name: "landing", page: null, at: "/" },
  { name: "landing-reckoned", page: null, at: "/?price=19.99&buyers=40&carry=25" },
  { name: "not-found", page: null, at: "/no-such-page", status: 404 },
  { name: "promo", page: null, at: "/s/damp-attic" },
  { name: "promo-not-found", page: null, at: "/s/no-such-site-here", status: 404 },
  { name: "embed-frame", page: null, at: async ({ linkCode }) => `/embed/frame/${await linkCode()}` },
  { name: "unsubscribe", page: null, at: ({ mailed }) => mailed(/https?:\/\/\S+\/api\/v1\/unsubscribe\/[\w.-]+/) },
  { name: "unsubscribe-over", page: null, at: "/api/v1/unsubscribe/over", status: 404 },
  { name: "store", page: "/store" },
  { name: "store-nothing", page: "/store", at: "/store?q=qqqq&kind=film" },
  { name: "title", page: "/titles/[slug]/[[...deep]]", at: via(TITLE) },
  { name: "checkout-stranger", page: "/checkout/new", at: ofFirstTitle("/checkout/new?title=") },
  { name: "start-stranger", page: "/start" },
  { name: "sign-in", page: "/sign-in" },
  { name: "sign-in-link", page: "/sign-in/link", at: "/sign-in/link?token=abc&email=lena%40mail.example" },
  { name: "sign-up", page: "/sign-up" },
  { name: "sign-up-publisher", page: "/sign-up", at: "/sign-up?as=publisher" },
  { name: "check-your-mail", page: "/check-your-mail", at: "/check-your-mail?for=confirm" },
  { name: "confirm", page: "/confirm", at: "/confirm?token=over" },
  { name: "reset", page: "/reset" },
  { name: "reset-new", page: "/reset/new", at: "/reset/new?token=over" },
  { name: "developers", page: "/developers" },
  { name: "developers-webhooks", page: "/developers/webhooks" },
  { name: "kit", page: "/design" },
  { name: "kit-rtl", page: "/design", at: "/design?dir=rtl" },
]

const FAN: readonly Omit<Route, "who">[] = [
  { name: "start", page: "/start" },
  { name: "dashboard", page: "/dashboard" },
  { name: "line", page: "/dashboard/lines/[line]", at: via(["/dashboard", "/dashboard/lines/[line]"]) },
  { name: "figures", page: "/dashboard/figures" },
  { name: "figures-narrowed", page: "/dashboard/figures", at: "/dashboard/figures?range=90&by=host&is.trigger=badge" },
  { name: "links", page: "/dashboard/links" },
  { name: "codes", page: "/dashboard/codes" },
  { name: "link", page: "/dashboard/links/[link]", at: via(["/dashboard/links", "/dashboard/links/[link]"]) },
  { name: "links-import", page: "/dashboard/links/import" },
  { name: "links-table", page: "/dashboard/links/import/[import]", at: ({ bringTable }) => bringTable() },
  { name: "sites", page: "/dashboard/sites" },
  { name: "site", page: "/dashboard/sites/[site]", at: via(OWN_SITE) },
  { name: "page-editor", page: "/dashboard/sites/[site]/page", at: via(OWN_SITE, "/page") },
  { name: "payouts", page: "/dashboard/payouts" },
  { name: "notifications", page: "/notifications" },
  { name: "settings", page: "/settings" },
  { name: "settings-notifications", page: "/settings/notifications" },
  { name: "settings-keys", page: "/settings/keys" },
  { name: "settings-webhooks", page: "/settings/webhooks" },
  { name: "webhook", page: "/settings/webhooks/[webhook]", at: ({ webhook }) => webhook() },
  {
    name: "webhook-delivery",
    page: "/settings/webhooks/[webhook]/[delivery]",
    at: async ({ webhook, follow }) => follow(await webhook(), "/settings/webhooks/[webhook]/[delivery]"),
  },
  { name: "settings-data", page: "/settings/data" },
  { name: "settings-payee", page: "/settings/payee", at: "/settings/payee?token=over" },
]

const CARRIER: readonly Omit<Route, "who">[] = [
  { name: "nodes", page: "/dashboard/nodes" },
  { name: "carriage-line", page: "/dashboard/lines/[line]", at: via(["/dashboard", "/dashboard/lines/[line]"]) },
  { name: "pair", page: "/pair" },
  { name: "pair-code", page: "/pair", at: ({ pairing }) => pairing() },
  { name: "checkout-review", page: "/checkout/new", at: ofFirstTitle("/checkout/new?title=") },
  { name: "checkout-pay", page: null, at: async ({ beginOrder }) => (await beginOrder()).payUrl },
  {
    name: "checkout-return",
    page: "/checkout/[orderId]/return",
    at: async ({ beginOrder }) => `/checkout/${(await beginOrder()).orderId}/return`,
  },
]

const BUYER: readonly Omit<Route, "who">[] = [
  { name: "library", page: "/library" },
  { name: "library-title", page: "/library/[slug]", at: via(["/library", "/library/[slug]"]) },
  { name: "bought", page: "/library/[slug]", at: via(["/library", "/library/[slug]"], "?bought=1") },
  { name: "buyer-settings", page: "/settings" },
]

const PUBLISHER: readonly Omit<Route, "who">[] = [
  { name: "publish", page: "/publish" },
  { name: "publish-new", page: "/publish/new" },
  { name: "publish-keys", page: "/publish/keys" },
  { name: "publish-sales", page: "/publish/sales" },
  { name: "publish-payouts", page: "/publish/payouts" },
  { name: "publish-title", page: "/publish/[slug]", at: via(OWN_TITLE) },
  { name: "publish-edit", page: "/publish/[slug]/edit", at: via(OWN_TITLE, "/edit") },
  { name: "publish-release", page: "/publish/[slug]/release", at: via(OWN_TITLE, "/release") },
  { name: "publish-terms", page: "/publish/[slug]/terms", at: via(OWN_TITLE, "/terms") },
  { name: "publish-title-sales", page: "/publish/[slug]/sales", at: via(OWN_TITLE, "/sales") },
]

const OPERATOR: readonly Omit<Route, "who">[] = [
  { name: "operate", page: "/operate" },
  { name: "operate-found", page: "/operate", at: "/operate?q=lena" },
  { name: "operate-person", page: "/operate/people/[user]", at: via(PERSON) },
  { name: "operate-order", page: "/operate/orders/[order]", at: via(ORDER) },
  { name: "operate-title", page: "/operate/titles/[title]", at: via([...ORDER, "/operate/titles/[title]"]) },
  { name: "operate-people", page: "/operate/people" },
  { name: "operate-titles", page: "/operate/titles" },
  { name: "operate-orders", page: "/operate/orders" },
  { name: "operate-review", page: "/operate/review" },
  {
    name: "operate-review-title",
    page: "/operate/review/[title]",
    at: async ({ follow }) => (await follow(...ORDER, "/operate/titles/[title]")).replace("/titles/", "/review/"),
  },
  { name: "operate-flags", page: "/operate/flags" },
  { name: "operate-health", page: "/operate/health" },
  { name: "operate-acts", page: "/operate/acts" },
  { name: "operate-money", page: "/operate/money" },
]

const of = (who: Viewer, routes: readonly Omit<Route, "who">[]): Route[] => routes.map((route) => ({ ...route, who }))

export const ROUTES: readonly Route[] = [
  ...of("stranger", STRANGER),
  ...of("fan", FAN),
  ...of("carrier", CARRIER),
  ...of("buyer", BUYER),
  ...of("publisher", PUBLISHER),
  ...of("operator", OPERATOR),
]

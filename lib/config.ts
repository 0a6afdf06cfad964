/** The environment, read and checked once: every setting with its default, every refusal with its remedy. */
import { isAbsolute, resolve } from "node:path"
import { z } from "zod"
import type { Bps, Cents } from "./kernel/money.ts"
import { cents } from "./kernel/money.ts"

export const MODES = ["sample", "local", "production"] as const
export type Mode = (typeof MODES)[number]

/** Neighbours of the web process: it listens on N, they on the ports after it. */
export const PORT_OFFSETS = { web: 0, origin: 1, paypal: 2, mailbox: 3, blog: 4, carrier: 10 } as const

/** Which titles wait for an operator's look before they are offered the first time. */
export const REVIEWS = ["all", "new-publishers", "off"] as const
export type Review = (typeof REVIEWS)[number]

export type Rates = { referralBps: Bps; carriageBps: Bps; publisherBps: Bps; platformBps: Bps }

export type SignInProvider = { id: string; secret: string }

export type Config = {
  mode: Mode
  /** Absolute path; holds the embedded database, uploads, releases, the master key and the click journal. */
  dataDir: string
  /** Null: the embedded database in `dataDir`. */
  databaseUrl: string | null
  port: number
  /** Where this very process listens, when it is one of several behind `port`. */
  listenPort: number
  /** Where people reach the web process; no slash at its end. */
  publicUrl: string
  /** Where downloaders reach the origin process; no slash at its end. */
  originUrl: string
  originPort: number
  /** Stand-ins of the sample world; null in production. */
  mailboxUrl: string | null
  blogUrl: string | null
  /** 32 bytes; wraps every private key and content key, and every derived secret comes from it. */
  masterKey: Uint8Array
  paypal: { clientId: string; clientSecret: string; baseUrl: string; webhookId: string; standIn: boolean }
  smtpUrl: string | null
  mailFrom: string
  /** Stands in the foot of mails, as many countries ask for. */
  postalAddress: string | null
  /** Reads what mail programs send that unsubscribe by mail. */
  unsubscribeMailbox: string | null
  github: SignInProvider | null
  google: SignInProvider | null
  /** Private addresses with their ports that may be opened for people all the same ("127.0.0.1:3004"); never in production. */
  outsideAllow: readonly string[]
  /** The name server that is asked about people's names in place of the machine's own ("127.0.0.1:5353"); never in production. */
  outsideDns: string | null
  /** Addresses whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[]
  rates: Rates
  /** Days from capture until a commission matures. */
  holdDays: number
  /** The same for owners younger than `youngOwnerDays`. */
  holdDaysYoungOwner: number
  youngOwnerDays: number
  payoutMinimumCents: Cents
  demoDays: number
  /** Carriers per download session (k). */
  carriersPerSession: number
  /** The cap c per owner of one session, in bps of the release's size. */
  vettedCapBps: Bps
  unvettedCapBps: Bps
  /** Largest release, in bytes of plaintext. */
  releaseLimitBytes: number
  review: Review
}

/** The refusal to start: every problem in one message, each with its remedy. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`Fanfare cannot start with these settings:\n${problems.map((p) => `  - ${p}`).join("\n")}`)
    this.name = "ConfigError"
    this.problems = problems
  }
}

const GIB = 1024 ** 3
/** What the stand-in for PayPal accepts; a default secret, so production refuses it. */
export const STAND_IN_PAYPAL = { clientId: "sample-client", clientSecret: "sample-secret", webhookId: "SAMPLE-WEBHOOK" }

const empty = (value: unknown) => (value === "" ? undefined : value)
const optional = (schema: z.ZodType<string>) => z.preprocess(empty, schema.optional())
const text = optional(z.string().max(4096))
const whole = (name: string, fallback: number, min: number, max: number) =>
  z.preprocess(
    empty,
    z.coerce
      .number({ error: `${name} must be a whole number from ${min} to ${max}` })
      .int({ error: `${name} must be a whole number` })
      .min(min, { error: `${name} must be at least ${min}` })
      .max(max, { error: `${name} must be at most ${max}` })
      .default(fallback),
  )
const webUrl = (name: string) =>
  optional(
    z.string().refine(isWebOrigin, {
      error: `${name} must be an http(s) address without a path, such as https://fanfare.example`,
    }),
  )

const environment = z.object({
  FANFARE_MODE: z.preprocess(
    empty,
    z.enum(MODES, { error: `FANFARE_MODE must be one of ${MODES.join(", ")}` }).default("local"),
  ),
  FANFARE_DATA: text,
  FANFARE_PORT: whole("FANFARE_PORT", 3000, 1, 65_000),
  FANFARE_LISTEN_PORT: whole("FANFARE_LISTEN_PORT", 0, 1, 65_535),
  FANFARE_PUBLIC_URL: webUrl("FANFARE_PUBLIC_URL"),
  FANFARE_ORIGIN_URL: webUrl("FANFARE_ORIGIN_URL"),
  FANFARE_MASTER_KEY: text,
  FANFARE_FAULT: text,
  FANFARE_TRUSTED_PROXIES: text,
  FANFARE_OUTSIDE_ALLOW: optional(
    z.string().regex(/^(?:\d{1,3}(?:\.\d{1,3}){3}:\d{1,5})(?:[\s,]+\d{1,3}(?:\.\d{1,3}){3}:\d{1,5})*$/, {
      error: "FANFARE_OUTSIDE_ALLOW must be addresses with ports such as 127.0.0.1:3004, separated by commas",
    }),
  ),
  FANFARE_OUTSIDE_DNS: optional(
    z.string().regex(/^\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}$/, {
      error: "FANFARE_OUTSIDE_DNS must be one address with its port such as 127.0.0.1:5353",
    }),
  ),
  FANFARE_MAIL_FROM: text,
  FANFARE_POSTAL_ADDRESS: optional(z.string().max(300)),
  FANFARE_UNSUBSCRIBE_MAILBOX: optional(
    z.string().regex(/^[\w.+-]+@[\w.-]+$/, { error: "FANFARE_UNSUBSCRIBE_MAILBOX must be a plain e-mail address" }),
  ),
  FANFARE_REFERRAL_BPS: whole("FANFARE_REFERRAL_BPS", 500, 0, 10_000),
  FANFARE_CARRIAGE_BPS: whole("FANFARE_CARRIAGE_BPS", 500, 0, 10_000),
  FANFARE_PUBLISHER_BPS: whole("FANFARE_PUBLISHER_BPS", 8_000, 0, 10_000),
  FANFARE_PLATFORM_BPS: whole("FANFARE_PLATFORM_BPS", 1_000, 0, 10_000),
  FANFARE_HOLD_DAYS: whole("FANFARE_HOLD_DAYS", 30, 0, 365),
  FANFARE_HOLD_DAYS_YOUNG: whole("FANFARE_HOLD_DAYS_YOUNG", 45, 0, 365),
  FANFARE_YOUNG_OWNER_DAYS: whole("FANFARE_YOUNG_OWNER_DAYS", 90, 0, 3_650),
  FANFARE_PAYOUT_MINIMUM_CENTS: whole("FANFARE_PAYOUT_MINIMUM_CENTS", 1_000, 1, 2_000_000),
  FANFARE_DEMO_DAYS: whole("FANFARE_DEMO_DAYS", 30, 1, 365),
  FANFARE_CARRIERS: whole("FANFARE_CARRIERS", 8, 1, 8),
  FANFARE_VETTED_CAP_BPS: whole("FANFARE_VETTED_CAP_BPS", 10_000, 0, 10_000),
  FANFARE_UNVETTED_CAP_BPS: whole("FANFARE_UNVETTED_CAP_BPS", 5_000, 0, 10_000),
  FANFARE_REVIEW: z.preprocess(
    empty,
    z.enum(REVIEWS, { error: `FANFARE_REVIEW must be one of ${REVIEWS.join(", ")}` }).default("new-publishers"),
  ),
  FANFARE_RELEASE_LIMIT_GIB: whole("FANFARE_RELEASE_LIMIT_GIB", 50, 1, 50),
  DATABASE_URL: optional(
    z.string().regex(/^postgres(ql)?:\/\//, {
      error:
        "DATABASE_URL must start with postgres:// or postgresql://; leave it out to use the embedded database in the data folder",
    }),
  ),
  PAYPAL_CLIENT_ID: text,
  PAYPAL_CLIENT_SECRET: text,
  PAYPAL_WEBHOOK_ID: text,
  PAYPAL_BASE_URL: webUrl("PAYPAL_BASE_URL"),
  SMTP_URL: optional(
    z.string().regex(/^smtps?:\/\//, { error: "SMTP_URL must look like smtps://user:password@mail.example:465" }),
  ),
  GITHUB_CLIENT_ID: text,
  GITHUB_CLIENT_SECRET: text,
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
})

type Environment = z.infer<typeof environment>

/** The raw environment: process.env, or what a test gives. */
export type Env = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings. `masterKey` is called with the absolute data folder when FANFARE_MASTER_KEY is not set, and
 * gives the 32 bytes kept there (see lib/keys/master-key.ts). Throws ConfigError naming every problem at once.
 */
export function readConfig(env: Env, masterKey: (dataDir: string) => Uint8Array): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issue.message))
  const e = parsed.data
  const problems = [...commonProblems(e), ...(e.FANFARE_MODE === "production" ? productionProblems(e) : [])]
  if (problems.length > 0) throw new ConfigError(problems)
  const dataDir = resolve(e.FANFARE_DATA ?? "data")
  const key = e.FANFARE_MASTER_KEY ? parseMasterKey(e.FANFARE_MASTER_KEY)! : masterKey(dataDir)
  return { ...addresses(e), ...outside(e), ...deal(e), mode: e.FANFARE_MODE, dataDir, masterKey: key }
}

function addresses(e: Environment) {
  const standIns = e.FANFARE_MODE !== "production"
  const neighbour = (host: string, offset: number) => `http://${host}:${e.FANFARE_PORT + offset}`
  return {
    port: e.FANFARE_PORT,
    listenPort: e.FANFARE_LISTEN_PORT || e.FANFARE_PORT,
    publicUrl: e.FANFARE_PUBLIC_URL ?? neighbour("localhost", 0),
    originUrl: e.FANFARE_ORIGIN_URL ?? neighbour("localhost", PORT_OFFSETS.origin),
    originPort: e.FANFARE_PORT + PORT_OFFSETS.origin,
    mailboxUrl: standIns ? neighbour("localhost", PORT_OFFSETS.mailbox) : null,
    // The blog sits on another host name, so that it is another *site* to the browser, not only another origin.
    blogUrl: standIns ? neighbour("127.0.0.1", PORT_OFFSETS.blog) : null,
    trustedProxies: listOf(e.FANFARE_TRUSTED_PROXIES),
    outsideAllow: listOf(e.FANFARE_OUTSIDE_ALLOW),
    outsideDns: e.FANFARE_OUTSIDE_DNS ?? null,
  }
}

const listOf = (value: string | undefined): string[] => (value ?? "").split(/[\s,]+/).filter(Boolean)

function outside(e: Environment) {
  const standIn = e.PAYPAL_CLIENT_ID === undefined
  return {
    databaseUrl: e.DATABASE_URL ?? null,
    paypal: {
      clientId: e.PAYPAL_CLIENT_ID ?? STAND_IN_PAYPAL.clientId,
      clientSecret: e.PAYPAL_CLIENT_SECRET ?? STAND_IN_PAYPAL.clientSecret,
      webhookId: e.PAYPAL_WEBHOOK_ID ?? STAND_IN_PAYPAL.webhookId,
      baseUrl: e.PAYPAL_BASE_URL ?? paypalHost(e, standIn),
      standIn,
    },
    smtpUrl: e.SMTP_URL ?? null,
    mailFrom: e.FANFARE_MAIL_FROM ?? "Fanfare <fanfare@localhost>",
    postalAddress: e.FANFARE_POSTAL_ADDRESS ?? null,
    unsubscribeMailbox: e.FANFARE_UNSUBSCRIBE_MAILBOX ?? null,
    github: provider(e.GITHUB_CLIENT_ID, e.GITHUB_CLIENT_SECRET),
    google: provider(e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET),
  }
}

function paypalHost(e: Environment, standIn: boolean): string {
  if (standIn) return `http://127.0.0.1:${e.FANFARE_PORT + PORT_OFFSETS.paypal}`
  return e.FANFARE_MODE === "production" ? "https://api-m.paypal.com" : "https://api-m.sandbox.paypal.com"
}

const provider = (id: string | undefined, secret: string | undefined): SignInProvider | null =>
  id !== undefined && secret !== undefined ? { id, secret } : null

function deal(e: Environment) {
  return {
    rates: {
      referralBps: e.FANFARE_REFERRAL_BPS,
      carriageBps: e.FANFARE_CARRIAGE_BPS,
      publisherBps: e.FANFARE_PUBLISHER_BPS,
      platformBps: e.FANFARE_PLATFORM_BPS,
    },
    holdDays: e.FANFARE_HOLD_DAYS,
    holdDaysYoungOwner: e.FANFARE_HOLD_DAYS_YOUNG,
    youngOwnerDays: e.FANFARE_YOUNG_OWNER_DAYS,
    payoutMinimumCents: cents(e.FANFARE_PAYOUT_MINIMUM_CENTS),
    demoDays: e.FANFARE_DEMO_DAYS,
    carriersPerSession: e.FANFARE_CARRIERS,
    vettedCapBps: e.FANFARE_VETTED_CAP_BPS,
    unvettedCapBps: e.FANFARE_UNVETTED_CAP_BPS,
    releaseLimitBytes: e.FANFARE_RELEASE_LIMIT_GIB * GIB,
    review: e.FANFARE_REVIEW,
  }
}

function commonProblems(e: Environment): string[] {
  const sum = e.FANFARE_REFERRAL_BPS + e.FANFARE_CARRIAGE_BPS + e.FANFARE_PUBLISHER_BPS + e.FANFARE_PLATFORM_BPS
  const problems: string[] = []
  if (sum !== 10_000)
    problems.push(`FANFARE_REFERRAL_BPS, _CARRIAGE_BPS, _PUBLISHER_BPS and _PLATFORM_BPS must sum to 10000, not ${sum}`)
  if (e.FANFARE_MASTER_KEY && !parseMasterKey(e.FANFARE_MASTER_KEY))
    problems.push(`FANFARE_MASTER_KEY must be 32 bytes as 64 hex digits or 43 base64url characters: ${MAKE_KEY}`)
  const blocked = portsUsed(e).find((port) => BLOCKED_PORTS.has(port))
  if (blocked)
    problems.push(`port ${blocked} is one browsers refuse to open: choose another with --port or FANFARE_PORT`)
  for (const [a, b] of PAIRS) {
    if ((e[a] === undefined) !== (e[b] === undefined))
      problems.push(`${a} and ${b} belong together: set both or neither`)
  }
  if (e.FANFARE_DATA !== undefined && e.FANFARE_MODE === "production" && !isAbsolute(e.FANFARE_DATA))
    problems.push("FANFARE_DATA must be an absolute path in production")
  return problems
}

/** The ports above 1023 that the Fetch standard blocks ("bad ports"): no page and no node could reach us there. */
const BLOCKED_PORTS = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

/** The web process's port and, outside production, its neighbours'. */
function portsUsed(e: Environment): number[] {
  const neighbours = e.FANFARE_MODE === "production" ? 1 : PORT_OFFSETS.blog
  return Array.from({ length: neighbours + 1 }, (_, i) => e.FANFARE_PORT + i)
}

const PAIRS = [
  ["PAYPAL_CLIENT_ID", "PAYPAL_CLIENT_SECRET"],
  ["GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET"],
  ["GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"],
] as const
const MAKE_KEY = "make one with `openssl rand -hex 32`"

/** What production refuses: stand-ins, default secrets, unencrypted origins and fault points. */
function productionProblems(e: Environment): string[] {
  const problems: string[] = []
  const need = (ok: boolean, remedy: string) => {
    if (!ok) problems.push(remedy)
  }
  need(isHttps(e.FANFARE_PUBLIC_URL), "FANFARE_PUBLIC_URL must be set to the https:// address people use")
  need(isHttps(e.FANFARE_ORIGIN_URL), "FANFARE_ORIGIN_URL must be set to the https:// address of the origin process")
  need(
    e.PAYPAL_CLIENT_ID !== undefined && e.PAYPAL_CLIENT_ID !== STAND_IN_PAYPAL.clientId,
    "PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET must be set: production refuses the stand-in for PayPal",
  )
  need(
    e.PAYPAL_CLIENT_SECRET !== STAND_IN_PAYPAL.clientSecret,
    "PAYPAL_CLIENT_SECRET is the sample world's: use your own",
  )
  need(
    e.PAYPAL_WEBHOOK_ID !== undefined && e.PAYPAL_WEBHOOK_ID !== STAND_IN_PAYPAL.webhookId,
    "PAYPAL_WEBHOOK_ID must be set to the id of the webhook subscription at PayPal",
  )
  need(
    e.PAYPAL_BASE_URL === undefined || /^https:\/\/api-m(\.sandbox)?\.paypal\.com$/.test(e.PAYPAL_BASE_URL),
    "PAYPAL_BASE_URL must be https://api-m.paypal.com (or the sandbox's); leave it out",
  )
  need(e.SMTP_URL !== undefined, "SMTP_URL must be set: production has no mailbox page")
  need(
    e.FANFARE_OUTSIDE_ALLOW === undefined,
    "FANFARE_OUTSIDE_ALLOW must not be set: it opens private addresses to strangers, and is for the sample world and tests",
  )
  need(
    e.FANFARE_OUTSIDE_DNS === undefined,
    "FANFARE_OUTSIDE_DNS must not be set: whoever answers there decides whose every name is, and it is for tests",
  )
  need(e.FANFARE_FAULT === undefined, "FANFARE_FAULT must not be set: fault points are for tests")
  need(
    e.DATABASE_URL === undefined || e.FANFARE_MASTER_KEY !== undefined,
    `FANFARE_MASTER_KEY must be set when DATABASE_URL is, so that every process has the same: ${MAKE_KEY}`,
  )
  const key = e.FANFARE_MASTER_KEY === undefined ? null : parseMasterKey(e.FANFARE_MASTER_KEY)
  need(!key || new Set(key).size >= 8, `FANFARE_MASTER_KEY is not random: ${MAKE_KEY}`)
  return problems
}

const isHttps = (url: string | undefined): boolean => url?.startsWith("https://") === true

function isWebOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return (url.protocol === "https:" || url.protocol === "http:") && url.origin === value
}

/** 32 bytes from 64 hex digits or 43 base64url characters; null for anything else. */
export function parseMasterKey(value: string): Uint8Array | null {
  const encoding = /^[0-9a-fA-F]{64}$/.test(value) ? "hex" : /^[\w-]{43}$/.test(value) ? "base64url" : null
  return encoding ? new Uint8Array(Buffer.from(value, encoding)) : null
}

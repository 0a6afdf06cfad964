/** The settings: defaults that run at once, refusals that name their remedy, and a production without toys. */
import { expect, it } from "vitest"
import { ConfigError, type Env, readConfig } from "./config.ts"

const KEY = "a3f1".repeat(16)
const read = (env: Env) => readConfig(env, () => new Uint8Array(32).fill(7))
const PRODUCTION = {
  FANFARE_MODE: "production",
  FANFARE_PUBLIC_URL: "https://fanfare.example",
  FANFARE_ORIGIN_URL: "https://origin.fanfare.example",
  FANFARE_MASTER_KEY: "00112233445566778899aabbccddeeff102132435465768798a9bacbdcedfe0f",
  PAYPAL_CLIENT_ID: "id",
  PAYPAL_CLIENT_SECRET: "secret",
  PAYPAL_WEBHOOK_ID: "hook",
  SMTP_URL: "smtps://mail.example",
  DATABASE_URL: "postgres://db/fanfare",
}

const problems = (env: Env): string => {
  try {
    read(env)
    return ""
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as ConfigError).message
  }
}

it("runs with nothing set, by the deal's terms", () => {
  const config = read({})
  expect(config).toMatchObject({
    mode: "local",
    publicUrl: "http://localhost:3000",
    originUrl: "http://localhost:3001",
    rates: { referralBps: 500, carriageBps: 500, publisherBps: 8000, platformBps: 1000 },
    holdDays: 30,
    holdDaysYoungOwner: 45,
    payoutMinimumCents: 1000n,
    carriersPerSession: 8,
    vettedCapBps: 10_000,
    unvettedCapBps: 5_000,
  })
})

it("opens private addresses to strangers only where they are named", () => {
  expect(read({}).outsideAllow).toEqual([])
  expect(read({ FANFARE_OUTSIDE_ALLOW: "127.0.0.1:3004, 10.0.0.7:80" }).outsideAllow).toEqual([
    "127.0.0.1:3004",
    "10.0.0.7:80",
  ])
})

it("moves every neighbour with the port", () => {
  const config = read({ FANFARE_PORT: "4100" })
  expect([config.publicUrl, config.originUrl, config.mailboxUrl, config.blogUrl, config.paypal.baseUrl]).toEqual([
    "http://localhost:4100",
    "http://localhost:4101",
    "http://localhost:4103",
    "http://127.0.0.1:4104",
    "http://127.0.0.1:4102",
  ])
})

it.each<[string, Env]>([
  ["sum to 10000, not 10001", { FANFARE_REFERRAL_BPS: "501" }],
  ["FANFARE_PORT", { FANFARE_PORT: "http" }],
  ["FANFARE_OUTSIDE_ALLOW must be addresses", { FANFARE_OUTSIDE_ALLOW: "localhost:3004" }],
  ["FANFARE_OUTSIDE_ALLOW must not be set", { ...PRODUCTION, FANFARE_OUTSIDE_ALLOW: "127.0.0.1:3004" }],
  ["FANFARE_OUTSIDE_DNS must be one address", { FANFARE_OUTSIDE_DNS: "dns.example:53" }],
  ["FANFARE_OUTSIDE_DNS must not be set", { ...PRODUCTION, FANFARE_OUTSIDE_DNS: "127.0.0.1:5353" }],
  ["FANFARE_PORT must be at most", { FANFARE_PORT: "70000" }],
  ["FANFARE_MODE must be one of", { FANFARE_MODE: "prod" }],
  ["DATABASE_URL must start with postgres://", { DATABASE_URL: "mysql://x" }],
  ["set both or neither", { PAYPAL_CLIENT_ID: "x" }],
  ["openssl rand -hex 32", { FANFARE_MASTER_KEY: "short" }],
  ["without a path", { FANFARE_PUBLIC_URL: "https://fanfare.example/shop" }],
  ["SMTP_URL must look like", { SMTP_URL: "mail.example" }],
])("refuses, saying: %s", (words, env) => {
  expect(problems(env)).toContain(words)
})

it("names every problem at once", () => {
  expect(problems({ FANFARE_PORT: "x", FANFARE_MODE: "y" }).split("\n")).toHaveLength(3)
})

it("accepts a production that has all it needs", () => {
  expect(read(PRODUCTION)).toMatchObject({ mode: "production", mailboxUrl: null, blogUrl: null })
})

it.each<[string, Env]>([
  ["https:// address people use", { FANFARE_PUBLIC_URL: "http://fanfare.example" }],
  ["https:// address of the origin", { FANFARE_ORIGIN_URL: undefined }],
  ["refuses the stand-in for PayPal", { PAYPAL_CLIENT_ID: undefined, PAYPAL_CLIENT_SECRET: undefined }],
  ["sample world's", { PAYPAL_CLIENT_SECRET: "sample-secret" }],
  ["PAYPAL_BASE_URL", { PAYPAL_BASE_URL: "http://localhost:3002" }],
  ["no mailbox page", { SMTP_URL: undefined }],
  ["fault points are for tests", { FANFARE_FAULT: "tx.capture-order.commit" }],
  ["every process has the same", { FANFARE_MASTER_KEY: undefined }],
  ["not random", { FANFARE_MASTER_KEY: KEY }],
  ["absolute path", { FANFARE_DATA: "data" }],
])("refuses in production, saying: %s", (words, change) => {
  expect(problems({ ...PRODUCTION, ...change })).toContain(words)
})

it.each([
  ["6000", "port 6000"],
  ["5998", "port 6000"],
  ["5059", "port 5060"],
])("refuses port %s, because browsers refuse %s", (port, named) => {
  expect(problems({ FANFARE_PORT: port })).toContain(named)
})

/** `node sandbox/paypal/main.ts --port N --data DIR`: the stand-in for PayPal as a process of its own. */
import { parseArgs } from "node:util"
import { startPayPalStandIn } from "./start.ts"

const HELP = `Stand-in for PayPal: no real money moves.

  node sandbox/paypal/main.ts --port N --data DIR [options]

  --webhook-url URL     where events are sent
  --webhook-id ID       the subscription's id, part of what is signed (WH-STAND-IN)
  --clock-url URL       the platform's clock, followed every second
  --client-id ID        the API credentials to accept
  --client-secret TEXT
  --seed TEXT           makes the ids of a fresh data folder repeatable
  --balance CENTS       opening balance of a fresh data folder, in US cents
  --host HOST           127.0.0.1
`

const string = { type: "string" } as const
const { values } = parseArgs({
  options: {
    port: string,
    data: string,
    host: string,
    "webhook-url": string,
    "webhook-id": string,
    "clock-url": string,
    "client-id": string,
    "client-secret": string,
    seed: string,
    balance: string,
    help: { type: "boolean", short: "h" },
  },
})

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const port = Number(values.port)
if (!Number.isInteger(port) || port < 1 || port > 65_535) fail("--port: a number from 1 to 65535")
if (!values.data) fail("--data: a folder for the stand-in's memory")
if (values.balance !== undefined && !/^\d{1,12}$/.test(values.balance)) fail("--balance: whole US cents")

const optional = <K extends string>(name: K, value: string | undefined): { [N in K]?: string } =>
  (value === undefined ? {} : { [name]: value }) as { [N in K]?: string }

const standIn = await startPayPalStandIn({
  port,
  dataDir: values.data,
  ...optional("host", values.host),
  ...optional("webhookUrl", values["webhook-url"]),
  ...optional("webhookId", values["webhook-id"]),
  ...optional("clockUrl", values["clock-url"]),
  ...optional("clientId", values["client-id"]),
  ...optional("clientSecret", values["client-secret"]),
  ...optional("seed", values.seed),
  ...(values.balance === undefined ? {} : { startBalanceCents: Number(values.balance) }),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
console.log(`paypal stand-in ${standIn.url}`)

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)))
}

/** The time machine of the sample world: `npm run time -- 31d` moves its clock forward; every process follows within a second. */
import { parseArgs } from "node:util"
import { openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { moveClock } from "#lib/clock/move-clock.ts"
import { readConfig } from "#lib/config.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { DAY_MS, HOUR_MS, MINUTE_MS } from "#lib/kernel/period.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"

const HELP = `Moves the sample world's clock forward, while it runs.

  npm run time -- BY [--data DIR]     BY: 90m, 12h, 31d
`
const UNITS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { data: { type: "string" }, help: { type: "boolean", short: "h" } },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const by = /^\+?(\d{1,5})([mhd])$/.exec(positionals[0] ?? "")
if (!by || positionals.length !== 1) fail(HELP)

const env = { FANFARE_MODE: "sample", ...process.env, ...(values.data ? { FANFARE_DATA: values.data } : {}) }
const config = readConfig(env, masterKeyOf)
const address = config.databaseUrl ? { url: config.databaseUrl } : embeddedAddress(config.dataDir)
if (!address)
  fail(`Nothing runs in ${config.dataDir}: start it first (npm start), or name another folder with --data DIR.`)

const database = openDatabase(address)
try {
  const byMs = Number(by[1]) * UNITS[by[2] as keyof typeof UNITS]
  const { offsetMs } = await moveClock({ db: database.db, config }, { byMs })
  console.log(`the sample world's clock now says ${new Date(Date.now() + offsetMs).toISOString()}`)
} catch (error) {
  fail(error instanceof AppError ? error.detail : String(error))
} finally {
  await database.close()
}

/** Gives an account the role operator: `npm run operator -- EMAIL`. There is no page for it, so that nobody can take it. */
import { parseArgs } from "node:util"
import { openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { grantOperator } from "#lib/auth/add-role.ts"
import { readConfig } from "#lib/config.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"

const HELP = `Gives an account that signed up already the role operator, while Fanfare runs.

  npm run operator -- EMAIL [--data DIR]
`

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
const email = positionals[0] ?? ""
if (positionals.length !== 1) fail(HELP)

const env = { ...process.env, ...(values.data ? { FANFARE_DATA: values.data } : {}) }
const config = readConfig(env, masterKeyOf)
const address = config.databaseUrl ? { url: config.databaseUrl } : embeddedAddress(config.dataDir)
if (!address)
  fail(`Nothing runs in ${config.dataDir}: start it first (npm start), or name another folder with --data DIR.`)

const database = openDatabase(address)
try {
  await grantOperator({ db: database.db }, { email })
  console.log(`${email} is an operator now; the desk is at ${config.publicUrl}/operate`)
} catch (error) {
  fail(error instanceof AppError ? error.detail : String(error))
} finally {
  await database.close()
}

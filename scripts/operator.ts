/** Makes an account an operator: `npm run operator -- ada@example.org [--data DIR]`, beside a running Fanfare. */
import { parseArgs } from "node:util"
import { openDatabase } from "#db/client.ts"
import { embeddedAddress } from "#db/embedded.ts"
import { grantOperator } from "#lib/auth/add-role.ts"
import { readConfig } from "#lib/config.ts"
import { AppError } from "#lib/kernel/errors.ts"
import { masterKeyOf } from "#lib/keys/master-key.ts"

const { values, positionals } = parseArgs({ allowPositionals: true, options: { data: { type: "string" } } })
const [email] = positionals
if (!email || positionals.length !== 1) {
  console.error("npm run operator -- EMAIL [--data DIR]: the account with this address may then operate Fanfare.")
  process.exit(2)
}
const config = readConfig({ ...process.env, ...(values.data ? { FANFARE_DATA: values.data } : {}) }, masterKeyOf)
const address = config.databaseUrl ? { url: config.databaseUrl } : embeddedAddress(config.dataDir)
if (!address) {
  console.error(
    `Nothing runs in ${config.dataDir}: start it first (npm start), or name another folder with --data DIR.`,
  )
  process.exit(1)
}
const database = openDatabase(address)
try {
  await grantOperator({ db: database.db }, { email })
  console.log(`${email} is an operator now; the page is under Operate after the next sign-in.`)
} catch (error) {
  console.error(error instanceof AppError ? error.detail : error)
  process.exitCode = 1
} finally {
  await database.close()
}

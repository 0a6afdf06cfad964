import { sql } from "drizzle-orm"
import { expect, it } from "vitest"
import { inTx, openDatabase } from "#db/client.ts"
import { breakableLine } from "../support/breakable-line.ts"
import { databaseForTests } from "../support/database.ts"

const scratch = databaseForTests()
/** More than any pool holds. */
const OUTAGES = 24

it("loses no connection to transactions that never began, however often the line to the database is cut", async () => {
  const line = await breakableLine(scratch.address)
  const { db, close } = openDatabase(line.address, () => undefined)
  const work = () => inTx(db, "test", (tx) => tx.execute(sql`select 1`))
  for (let n = 0; n < OUTAGES; n++) {
    await work()
    const under = work()
    line.cut()
    await expect(under).rejects.toThrow()
    line.mend()
  }
  await expect(work()).resolves.toBeDefined()
  // The pool ends when every connection is back.
  await close()
  await line.close()
})

it("refuses whoever gets no connection in time, and serves again when the line is mended", async () => {
  const line = await breakableLine(scratch.address)
  const { db, close } = openDatabase(line.address, () => undefined, 200)
  line.hang()
  const asked = performance.now()
  await expect(db.execute(sql`select 1`)).rejects.toThrow()
  expect(performance.now() - asked).toBeLessThan(5_000)
  line.mend()
  await expect(db.execute(sql`select 1`)).resolves.toBeDefined()
  await close()
  await line.close()
})

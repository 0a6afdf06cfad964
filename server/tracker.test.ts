import { expect, it } from "vitest"
import { openTitles, REQUESTS_PER_MINUTE, requestLimit } from "./tracker.ts"

let now = 1

it("asks for the open titles at most once a second, and keeps the last list while nobody answers", async () => {
  let asked = 0
  let list = async () => ["aa"]
  const isOpen = openTitles(
    () => {
      asked++
      return list()
    },
    () => now,
  )
  expect(await Promise.all([isOpen("aa"), isOpen("bb"), isOpen("cc")])).toEqual([true, false, false])
  expect([await isOpen("dd"), asked]).toEqual([false, 1])
  list = async () => ["aa", "dd"]
  now += 1_001
  expect([await isOpen("aa"), asked, await isOpen("dd"), asked]).toEqual([true, 1, true, 2])
  list = () => Promise.reject(new Error("gone"))
  now += 30_001
  expect([await isOpen("dd"), await isOpen("ee")]).toEqual([true, false])
  list = async () => ["aa"]
  now += 30_001
  expect([await isOpen("dd"), await isOpen("aa")]).toEqual([false, true])
  list = () => Promise.reject(new Error("gone"))
  const never = openTitles(list, () => now)
  await expect(never("aa")).rejects.toMatchObject({ retryMinutes: 5 })
})

it("counts requests anew every minute", () => {
  const mayAsk = requestLimit(() => now)
  for (let n = 0; n < REQUESTS_PER_MINUTE; n++) expect(mayAsk("x")).toBe(true)
  expect([mayAsk("x"), mayAsk("y")]).toEqual([false, true])
  now += 60_001
  expect(mayAsk("x")).toBe(true)
})

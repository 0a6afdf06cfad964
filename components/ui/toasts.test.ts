/** The list of toasts: bounded, without repeats, heard by whoever asks. */
import { afterEach, expect, test, vi } from "vitest"
import { currentToasts, dismissToast, MAX_TOASTS, subscribeToasts, TOAST_SECONDS, toast } from "./toasts.ts"

afterEach(() => {
  for (const { id } of currentToasts()) dismissToast(id)
})

const words = () => currentToasts().map((one) => one.words)

test("the oldest makes room", () => {
  for (let i = 0; i <= MAX_TOASTS; i++) toast(`Number ${i}.`)
  expect(words()).toEqual(["Number 1.", "Number 2.", "Number 3.", "Number 4."])
})

test("the same words stand once, as the newest", () => {
  toast("Saved.")
  toast("Archived.")
  toast("Saved.", { tone: "danger" })
  expect(words()).toEqual(["Archived.", "Saved."])
  expect(currentToasts()[1]!.tone).toBe("danger")
})

test("goes when dismissed, and tells its hearers until they leave", () => {
  const hear = vi.fn()
  const leave = subscribeToasts(hear)
  const id = toast("Saved.")
  dismissToast(id)
  expect(words()).toEqual([])
  leave()
  toast("Once more.")
  expect(hear).toHaveBeenCalledTimes(2)
})

test("what went wrong waits for a person", () => expect(TOAST_SECONDS.danger).toBe(Number.POSITIVE_INFINITY))

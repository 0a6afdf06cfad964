import { expect, it } from "vitest"
import { DraftKeeper, type SaveAnswer, type SaveState } from "./draft-keeper.ts"

/** A keeper with timers run by hand, a server that answers from a list, and a browser that keeps one draft. */
function stage(answers: (SaveAnswer | Promise<SaveAnswer>)[], revision = 1) {
  const sent: { document: string; base: number }[] = []
  const shown: SaveState["kind"][] = []
  const timers = new Map<number, () => void>()
  const browser: { kept: { document: string; baseRevision: number } | null } = { kept: null }
  let next = 0
  const keeper = new DraftKeeper<string>(revision, {
    send: async (document, base) => {
      sent.push({ document, base })
      return answers.shift() ?? { kind: "away" }
    },
    keep: ({ document, baseRevision }) => {
      browser.kept = { document, baseRevision }
      return true
    },
    forget: () => {
      browser.kept = null
    },
    show: (state) => shown.push(state.kind),
    setTimer: (work) => {
      timers.set(++next, work)
      return next
    },
    clearTimer: (timer) => timers.delete(timer as number),
  })
  const tick = async () => {
    const due = [...timers.values()]
    timers.clear()
    for (const work of due) work()
    await new Promise((done) => setTimeout(done))
  }
  return { keeper, sent, shown, browser, tick, waiting: () => timers.size }
}

const saved = (revision: number): SaveAnswer => ({ kind: "saved", revision, at: "2026-11-23T10:00:00Z" })

it("gathers changes into one request and forgets what the server has", async () => {
  const { keeper, sent, browser, tick, shown } = stage([saved(2)])
  keeper.change("a")
  keeper.change("ab")
  expect(browser.kept).toEqual({ document: "ab", baseRevision: 1 })
  await tick()
  expect(sent).toEqual([{ document: "ab", base: 1 }])
  expect(browser.kept).toBeNull()
  expect(shown.at(-1)).toBe("saved")
  expect(keeper.revision).toBe(2)
})

it("sends what was typed during a save on top of that save", async () => {
  const first = Promise.withResolvers<SaveAnswer>()
  const { keeper, sent, browser, tick } = stage([first.promise, saved(3)])
  keeper.change("a")
  await tick()
  keeper.change("ab")
  first.resolve(saved(2))
  await tick()
  expect(browser.kept).toEqual({ document: "ab", baseRevision: 2 })
  await tick()
  expect(sent).toEqual([
    { document: "a", base: 1 },
    { document: "ab", base: 2 },
  ])
  expect(browser.kept).toBeNull()
})

it("never sends two at a time", async () => {
  const first = Promise.withResolvers<SaveAnswer>()
  const { keeper, sent, tick } = stage([first.promise, saved(3)])
  keeper.change("a")
  await tick()
  keeper.change("ab")
  await tick()
  expect(sent).toHaveLength(1)
  first.resolve(saved(2))
  await tick()
  await tick()
  expect(sent).toHaveLength(2)
})

it("keeps the draft in the browser while the line is away, and sends it when it is back", async () => {
  const { keeper, browser, tick, shown, sent } = stage([{ kind: "away" }, { kind: "away" }, saved(2)])
  keeper.change("a")
  await tick()
  expect(shown.at(-1)).toBe("away")
  expect(browser.kept?.document).toBe("a")
  await tick()
  expect(browser.kept?.document).toBe("a")
  expect(await keeper.flush()).toBe(true)
  expect(browser.kept).toBeNull()
  expect(sent).toHaveLength(3)
})

it("sends nothing in a conflict until the person has chosen", async () => {
  const { keeper, sent, tick } = stage([{ kind: "conflict", revision: 5, document: "theirs" }, saved(6)])
  keeper.change("mine")
  await tick()
  expect(keeper.state).toEqual({ kind: "conflict", theirs: "theirs", revision: 5 })
  keeper.change("mine, longer")
  await tick()
  expect(await keeper.flush()).toBe(false)
  expect(sent).toHaveLength(1)
  keeper.settle("mine, longer")
  await tick()
  expect(sent.at(-1)).toEqual({ document: "mine, longer", base: 5 })
  expect(keeper.revision).toBe(6)
})

it("drops its own when the other tab's is chosen", async () => {
  const { keeper, sent, browser, tick, waiting } = stage([{ kind: "conflict", revision: 5, document: "theirs" }])
  keeper.change("mine")
  await tick()
  keeper.yieldTo(5)
  expect(browser.kept).toBeNull()
  expect(waiting()).toBe(0)
  expect(sent).toHaveLength(1)
  expect(keeper.revision).toBe(5)
})

it("keeps what was refused and says why", async () => {
  const { keeper, browser, tick } = stage([{ kind: "refused", detail: "A page has at most 60 blocks.", signIn: false }])
  keeper.change("much")
  await tick()
  expect(keeper.state).toMatchObject({ kind: "refused", detail: "A page has at most 60 blocks." })
  expect(browser.kept?.document).toBe("much")
})

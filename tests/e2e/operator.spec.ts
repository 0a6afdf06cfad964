/** An operator at work in the browser: a title goes and comes back at every door, an account is closed and opened, all of it on record. */
import { randomBytes } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser as Chromium, Page } from "playwright"
import { makePerson, placeOf, type Stage } from "../support/carrier-steps.ts"
import { nodeCommand, type RunningNode, startNode } from "../support/fanfare-node.ts"
import { pairNode, putButtonOnSite } from "../support/person-steps.ts"
import { makePublishKey, publish, type RunningFanfare } from "../support/running-fanfare.ts"
import { runScript, until } from "../support/sample-clock.ts"
import { lookAt } from "./look-at-page.ts"
import { everybodyLeaves, expect, test } from "./world.ts"

const STAMP = Date.now().toString(36)
const NAME = `Borrowed Horn ${STAMP}`
const SLUG = `borrowed-horn-${STAMP}`
const SITE = { slug: `loud-room-${STAMP}`, url: "https://loudroom.example", title: NAME }
const REASON = "Somebody else says the recording is theirs."
const NOTICE = "A claim about rights is being looked at."
const SUSPENDED_BECAUSE = "Every click came from one machine."
/** Other web processes and pages of ours look again after five seconds at most; a busy machine answers late. */
const A_FEW_SECONDS = { timeout: 12_000 }

let fanfare: RunningFanfare
let browser: Chromium
let folder: string
let stage: Stage
let node: RunningNode

test.beforeAll(async ({ world }) => {
  test.setTimeout(120_000)
  ;({ fanfare, browser } = world)
  folder = await mkdtemp(join(tmpdir(), "fanfare-operator-"))
  stage = { fanfare, browser, folder }
})

test.afterAll(async ({ world }) => {
  await node?.stop()
  await everybodyLeaves(world)
  await rm(folder, { recursive: true, force: true })
})

async function publishSong(): Promise<void> {
  const { page, context } = await makePerson(stage, `horns-${STAMP}`, "publisher")
  const key = await makePublishKey(page, fanfare, `Horns ${STAMP}`)
  const file = join(folder, "horn.bin")
  await writeFile(file, randomBytes(300_007))
  const words = ["--title", NAME, "--kind", "music", "--price", "1.99"]
  await publish(fanfare, key, ["--slug", SLUG, "--version", "1.0", "--full", file, ...words])
  await context.close()
}

/** What a visitor meets at each door of the title. */
async function doors(code: string) {
  const ask = (path: string) =>
    fetch(`${fanfare.url}${path}`, { redirect: "manual", headers: { "accept-encoding": "identity" } })
  const [link, embed, promo, store] = await Promise.all([
    ask(`/r/${code}`),
    ask(`/embed/data/${code}.json`),
    ask(`/s/${SITE.slug}`),
    ask(`/titles/${SLUG}`),
  ])
  return {
    link: link.status,
    linkSays: (await link.text()).includes(NOTICE),
    offered: ((await embed.json()) as { offered: boolean }).offered,
    onPage: (await promo.text()).includes(NAME),
    store: store.status,
  }
}

const OPEN = { link: 302, linkSays: false, offered: true, onPage: true, store: 200 }
const CLOSED = { link: 410, linkSays: true, offered: false, onPage: false, store: 410 }

/** Opens an act, gives its reason and presses its button. */
async function act(page: Page, label: string, reason: string, notice?: string): Promise<void> {
  await page.locator("summary", { hasText: label }).click()
  const form = page.getByRole("form", { name: label })
  await form.getByLabel("Reason").fill(reason)
  if (notice) await form.getByLabel("What visitors and buyers read in its place").fill(notice)
  await form.getByRole("button", { name: label }).click()
}

async function findByName(page: Page, name: string): Promise<void> {
  await page.goto(`${fanfare.url}/operate`)
  await page.getByRole("searchbox", { name: /^Find a person/ }).fill(name)
  await page.getByRole("button", { name: "Find" }).click()
  await page.getByRole("list", { name: "Found" }).getByRole("link", { name }).first().click()
}

test("takes a title down at every door, brings it back, closes an account and opens it, all on record", async () => {
  test.setTimeout(120_000)
  const fan = await makePerson(stage, `loud-${STAMP}`)
  const operator = await makePerson(stage, `watch-${STAMP}`)
  const desk = operator.page
  await Promise.all([publishSong(), runScript(fanfare, "operator.ts", operator.email)])
  const code = await putButtonOnSite(fan.page, fanfare, { name: `Loud Room ${STAMP}`, ...SITE })

  await test.step("a carrier of the fan's stocks it", async () => {
    const place = placeOf(stage, "loud", 61)
    await pairNode(fan.page, fanfare, place, { name: "loud machine" })
    node = startNode(place, ["run"])
    await node.heard("listening")
    await nodeCommand(place, ["stock", SLUG])
    await expect.poll(() => doors(code), A_FEW_SECONDS).toEqual(OPEN)
  })

  await test.step("found by its name and taken down with a reason", async () => {
    await findByName(desk, NAME)
    await expect(desk.getByRole("heading", { level: 1, name: NAME })).toBeVisible()
    await act(desk, "Take it down", REASON, NOTICE)
    await expect(desk.getByText("Taken down. Links, embeds and pages stop now")).toBeVisible()
    await expect(desk.getByText("taken down", { exact: true })).toBeVisible()
  })

  await test.step("every door says so, and the carrier drops its copy", async () => {
    await expect.poll(() => doors(code), A_FEW_SECONDS).toEqual(CLOSED)
    await until("the node to take it off its shelf", () => node.events.some((e) => e.event === "unstocked"), 20_000)
  })

  await test.step("brought back, it is what it was", async () => {
    await act(desk, "Bring it back", "The claim was withdrawn.")
    await expect(desk.getByText("Brought back", { exact: false }).first()).toBeVisible()
    await expect.poll(() => doors(code), A_FEW_SECONDS).toEqual(OPEN)
  })

  await test.step("the fan's account is suspended and opened again", async () => {
    await desk.goto(`${fanfare.url}/operate/people?q=${encodeURIComponent(fan.email)}`)
    await desk.getByRole("region", { name: "People, newest first" }).getByRole("rowheader").getByRole("link").click()
    await act(desk, "Suspend the account", SUSPENDED_BECAUSE)
    await expect(desk.getByText("suspended", { exact: true })).toBeVisible()
    await fan.page.goto(`${fanfare.url}/dashboard`)
    await expect(fan.page).toHaveURL(/\/sign-in/)
    expect((await fetch(`${fanfare.url}/s/${SITE.slug}`)).status).toBeGreaterThanOrEqual(400)
    await act(desk, "Lift the suspension", "It was a school.")
    await expect(desk.locator("summary", { hasText: "Suspend the account" })).toBeVisible()
    await fan.page.goto(`${fanfare.url}/dashboard`)
    await expect(fan.page).toHaveURL(/\/dashboard$/)
  })

  await test.step("the record tells all four acts with their reasons", async () => {
    await desk.goto(`${fanfare.url}/operate/acts?in.by=watch-${STAMP}`)
    const rows = desk.getByRole("region", { name: "Acts of operators, newest first" }).locator("tbody tr")
    await expect(rows).toHaveCount(4)
    const acts = ["Lifted the suspension", "Suspended", "Brought back", "Took down"]
    await expect(rows.getByRole("rowheader")).toHaveText(acts)
    await expect(rows.nth(3)).toContainText(REASON)
    await expect(rows.nth(1)).toContainText(SUSPENDED_BECAUSE)
  })

  await test.step("everybody can use these pages", async () => {
    const problems: string[] = []
    for (const name of ["titles", "people", "orders", "acts"])
      problems.push(...(await lookAt(desk, `operator-${name}`, `${fanfare.url}/operate/${name}`)))
    expect(problems).toEqual([])
  })
})

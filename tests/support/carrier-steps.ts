/** Fans with accounts, payees and nodes in a running world: from sign-up to a vetted carrier. */
import { join } from "node:path"
import type { BrowserContext, Browser as Chromium, Page } from "playwright"
import { type NodePlace, nodeCommand, type RunningNode, startNode } from "./fanfare-node.ts"
import { newVisitor, pairNode, setPayee } from "./person-steps.ts"
import { type RunningFanfare, signUp } from "./running-fanfare.ts"
import { moveClock, until } from "./sample-clock.ts"

/** Audits a node passes over at least a day before it is vetted. */
const AUDITS = 3

/** Where it all happens; `folder` takes the nodes' data. */
export type Stage = { fanfare: RunningFanfare; browser: Chromium; folder: string }
export type Person = { email: string; paypal: string; page: Page; context: BrowserContext }
export type CarrierPerson = Person & { place: NodePlace; node: RunningNode }

export async function makePerson(stage: Stage, name: string, as: "fan" | "publisher" = "fan"): Promise<Person> {
  const context = await newVisitor(stage.browser)
  const page = await context.newPage()
  const email = `${name}@people.example`
  await signUp(page, stage.fanfare, { email, as })
  return { email, paypal: `${name}@paypal.example`, page, context }
}

/** With a confirmed PayPal address. */
export async function makeEarner(stage: Stage, name: string): Promise<Person> {
  const who = await makePerson(stage, name)
  await setPayee(who.page, stage.fanfare, who.paypal)
  return who
}

/** A folder and an address of its own: 127.0.`network`.1. */
export const placeOf = ({ fanfare, folder }: Stage, name: string, network: number): NodePlace => ({
  folder: join(folder, name),
  bind: `127.0.${network}.1`,
  port: Number(new URL(fanfare.url).port) + 9,
})

/** Signed up, payable, paired and running; `upLimit` as the command line takes it. */
export async function makeCarrier(
  stage: Stage,
  name: string,
  network: number,
  upLimit: string,
): Promise<CarrierPerson> {
  const who = await makeEarner(stage, name)
  const place = placeOf(stage, name, network)
  await pairNode(who.page, stage.fanfare, place, { name: `machine of ${name}` })
  const node = startNode(place, ["run", "--up-limit", upLimit])
  await node.heard("listening")
  return { ...who, place, node }
}

/** Until every carrier is vetted and online: three audits, half a day apart. */
export async function vet({ fanfare }: Stage, carriers: readonly CarrierPerson[]): Promise<void> {
  for (let audits = 1; audits <= AUDITS; audits++) {
    for (const c of carriers)
      await until(`audit ${audits} of ${c.email}`, async () => (await nodeOf(fanfare, c)).audits >= audits)
    await moveClock(fanfare, "13h")
  }
  for (const c of carriers)
    await until(`${c.email} to be vetted and online`, async () => {
      const { isOnline, audits } = await nodeOf(fanfare, c)
      return isOnline && audits === AUDITS
    })
}

/** What the owner reads: whether the node is online, and how far its vetting is. */
async function nodeOf(fanfare: RunningFanfare, { page }: Person): Promise<{ isOnline: boolean; audits: number }> {
  await page.goto(`${fanfare.url}/dashboard/nodes`)
  const card = page.getByRole("region", { name: "Carrying now" }).getByRole("listitem").first()
  const words = await card.innerText()
  const passed = /(\d) of 3 audits passed/.exec(words)?.[1] ?? 0
  return {
    isOnline: await card.getByText("Online", { exact: true }).isVisible(),
    audits: words.includes("Vetted:") ? AUDITS : Number(passed),
  }
}

/** Until the platform has answered for every receipt these nodes hold. */
export async function receiptsAnswered(carriers: readonly CarrierPerson[]): Promise<void> {
  for (const c of carriers)
    await until(`receipts of ${c.email} to be answered`, async () => {
      const [status] = await nodeCommand(c.place, ["status"])
      const { unsent, archived } = status!.receipts as { unsent: number; archived: number }
      return unsent === 0 && archived > 0
    })
}

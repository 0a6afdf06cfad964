/** A whole Fanfare for a browser test, started as a person starts it, in a data folder of its own; and people who use it. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright"
import { patiently } from "./patience.ts"

const ROOT = join(import.meta.dirname, "../..")
/** A cold build of the pages on two busy cores, and the sample world. */
const START_MS = patiently(420_000)
const STOP_MS = 15_000
/** Web, origin, PayPal, mailbox, blog; a test's own site and its name server (strangers-machine.ts). */
const OFFSETS = [0, 1, 2, 3, 4, 6, 7] as const

export type RunningFanfare = {
  url: string
  mailboxUrl: string
  paypalUrl: string
  blogUrl: string
  /** Where a test may set up a stranger's site on 127.0.0.1, and the name server that is asked about it. */
  strangersPorts: { site: number; dns: number }
  dataDir: string
  stop(): Promise<void>
}

/**
 * Empty, unless the sample `world` is asked for. With FANFARE_TEST_URL the one that runs there already is used: all browser
 * tests share one.
 */
export async function startFanfare(
  env: Record<string, string> = {},
  { world = false }: { world?: boolean } = {},
): Promise<RunningFanfare> {
  const { FANFARE_TEST_URL: running, FANFARE_TEST_DATA: data = "" } = process.env
  if (running) return runningAt(running, data, async () => {})
  const dataDir = await mkdtemp(join(tmpdir(), "fanfare-e2e-"))
  const port = await freePorts()
  const args = ["scripts/start.mjs", ...(world ? [] : ["--empty"]), "--port", String(port), "--data", dataDir]
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, FANFARE_REVIEW: "off", ...outsideOf(port), ...env },
    stdio: "pipe",
  })
  await ready(child)
  return runningAt(`http://localhost:${port}`, dataDir, async () => {
    await ended(child)
    await rm(dataDir, { recursive: true, force: true })
  })
}

/** Private addresses are opened to strangers only by name: the blog, and what a test sets up. */
const outsideOf = (port: number) => ({
  FANFARE_OUTSIDE_ALLOW: `127.0.0.1:${port + 4},127.0.0.1:${port + 6}`,
  FANFARE_OUTSIDE_DNS: `127.0.0.1:${port + 7}`,
})

const runningAt = (url: string, dataDir: string, stop: () => Promise<void>): RunningFanfare => ({
  url,
  mailboxUrl: atPort(url, 3),
  paypalUrl: atPort(url, 2),
  // On another host name: another site to the browser.
  blogUrl: atPort(url, 4).replace("localhost", "127.0.0.1"),
  strangersPorts: { site: Number(new URL(url).port) + 6, dns: Number(new URL(url).port) + 7 },
  dataDir,
  stop,
})

function atPort(url: string, offset: number): string {
  const { hostname, port } = new URL(url)
  return `http://${hostname}:${Number(port) + offset}`
}

function ready(child: ChildProcess): Promise<void> {
  let said = ""
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`Fanfare ${why}:\n${said.slice(-4_000)}`))
    const timer = setTimeout(() => {
      child.kill("SIGTERM")
      fail("was not ready in time")
    }, START_MS)
    const hear = (chunk: Buffer) => {
      said += chunk
      if (!/^ready http/m.test(said)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on("data", hear)
    child.stderr?.on("data", hear)
    child.once("exit", (code) => fail(`ended with code ${code}`))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const exit = new Promise<void>((done) => child.once("exit", () => done()))
  child.kill("SIGTERM")
  const last = setTimeout(() => child.kill("SIGKILL"), STOP_MS)
  await exit
  clearTimeout(last)
}

/** The first port of a row in which all that are needed are free. */
async function freePorts(): Promise<number> {
  for (let base = 4_700 + (process.pid % 80) * 10; base < 6_500; base += 10) {
    const free = await Promise.all(OFFSETS.map((offset) => isFree(base + offset)))
    if (free.every(Boolean)) return base
  }
  throw new Error("There are not enough free ports in a row between 4700 and 6500.")
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once("error", () => done(false))
    probe.listen(port, "127.0.0.1", () => probe.close(() => done(true)))
  })
}

/** Makes an account on the page, opens the mail in the mailbox, confirms: signed in afterwards. */
export async function signUp(page: Page, fanfare: RunningFanfare, who: { email: string; as: "fan" | "publisher" }) {
  await page.goto(`${fanfare.url}/sign-up?as=${who.as}`)
  await page.getByLabel("Name").fill(who.email.split("@", 1)[0]!)
  await page.getByLabel("E-mail").fill(who.email)
  await page.getByLabel("Password", { exact: true }).fill("a few words do well")
  await page.getByRole("button", { name: "Make the account" }).click()
  await page.waitForURL(/check-your-mail/)
  await page.goto(await linkInMail(fanfare, who.email, /https?:\/\/\S+\/confirm\?token=[\w.-]+/))
  await page.getByRole("button", { name: "Confirm and sign in" }).click()
  await page.waitForURL((url) => !url.pathname.startsWith("/confirm"))
}

/** The first address of that shape in the newest mail to `to`; waits for it to be sent. */
export async function linkInMail(fanfare: RunningFanfare, to: string, shape: RegExp): Promise<string> {
  const list = `${fanfare.mailboxUrl}/api/messages?to=${encodeURIComponent(to)}`
  for (const deadline = Date.now() + patiently(30_000); Date.now() < deadline; ) {
    const { messages } = (await (await fetch(list)).json()) as { messages: { text: string }[] }
    for (const { text } of messages) {
      const link = shape.exec(text)?.[0]
      if (link) return link
    }
    await new Promise((wake) => setTimeout(wake, 300))
  }
  throw new Error(`No mail with such a link came to ${to}.`)
}

/** Signed in as a publisher: sets the desk up and makes a publish key. */
export async function makePublishKey(page: Page, fanfare: RunningFanfare, publisher: string): Promise<string> {
  await page.goto(`${fanfare.url}/publish`)
  await page.getByRole("textbox").first().fill(publisher)
  await page.locator("main form button[type=submit]").click()
  await page.waitForURL(/publish\/new/)
  await page.goto(`${fanfare.url}/publish/keys`)
  await page.getByLabel("What it is for").fill("tests")
  await page.getByRole("button", { name: "Make a key" }).click()
  return page.getByLabel("Your new key").inputValue()
}

/** Runs the command-line publisher; rejects with its words. */
export function publish(fanfare: RunningFanfare, key: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, FANFARE_PUBLISH_KEY: key, FANFARE_URL: fanfare.url }
  const child = spawn(process.execPath, ["scripts/publish.ts", ...args], { cwd: ROOT, env, stdio: "pipe" })
  let said = ""
  const hear = (chunk: Buffer) => {
    said += chunk
  }
  child.stdout.on("data", hear)
  child.stderr.on("data", hear)
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`publish: ${said.slice(-2_000)}`))))
  })
}

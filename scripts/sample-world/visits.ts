/** Visits to `/r/CODE` over HTTP, as browsers make them: each visitor from an address and a browser of its own. */
import { request } from "node:http"
import type { FanKey } from "./cast.ts"
import { buttonOf } from "./sites.ts"
import type { World } from "./world.ts"

const BROWSERS = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36",
] as const

/** Where people met the button: on the blog, in a letter, on a poster … `?t=` as each form of the button sends it, `?s=` as fans tag. */
const PLACES = [
  { query: "?t=badge&s=sidebar", from: "blog" },
  { query: "?t=badge&s=sidebar", from: "blog" },
  { query: "?s=review", from: "blog" },
  { query: "?t=card&s=review&s1=top", from: "blog" },
  { query: "?t=qr&s=poster", from: null },
  { query: "?s=letter&s1=november&utm_source=letter&utm_medium=email", from: null },
  { query: "", from: "https://forum.example/" },
] as const

export type Visit = { fan: FanKey; slug: string; visitor: number }

/** Presses the button and answers the click ids the visitor's browser then carries. */
export async function visit(world: World, { fan, slug, visitor }: Visit): Promise<string[]> {
  const code = await buttonOf(world, fan, slug)
  const cookie = await press(world, `/r/${code}`, visitor)
  const ids = /^ff_click=([^;]*)/.exec(cookie ?? "")?.[1]
  if (!ids) throw new Error(`the click on /r/${code} left no cookie`)
  return ids.split(".")
}

function press({ deps }: World, path: string, visitor: number): Promise<string | undefined> {
  const { port, blogUrl, publicUrl } = deps.config
  const { query, from } = PLACES[visitor % PLACES.length]!
  const headers = {
    host: new URL(publicUrl).host,
    "user-agent": BROWSERS[visitor % BROWSERS.length]!,
    ...(from && { referer: from === "blog" ? `${blogUrl}/` : from }),
    accept: "text/html",
  }
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port, path: path + query, headers, localAddress: addressOf(visitor) }
    request(options, (answer) => {
      answer.resume()
      if (answer.statusCode === 302) done(answer.headers["set-cookie"]?.find((c) => c.startsWith("ff_click=")))
      else fail(new Error(`${path} answered ${answer.statusCode}`))
    })
      .once("error", fail)
      .end()
  })
}

/** Visitors sit in networks of their own, apart from the nodes'. On systems with one loopback address they share it. */
const addressOf = (visitor: number): string =>
  process.platform === "linux" ? `127.0.${100 + (visitor % 100)}.${1 + Math.floor(visitor / 100)}` : "127.0.0.1"

/** People who look and go. */
export async function strollers(world: World, visits: readonly Visit[]): Promise<void> {
  for (const one of visits) await visit(world, one)
}

/**
 * Takes the landing page's pictures from a running sample world: its steps' real screens, light and dark, and the card
 * other sites show for a link to it. `npm run landing-pictures -- URL DATA`, where DATA is that world's folder.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Browser, chromium, type Page } from "playwright"
import sharp from "sharp"
import { STEP_PICTURES } from "#components/landing/steps.ts"
import { findBrowser } from "../tests/support/browser.ts"

/** A fan's screen: wide enough for the desk's navigation, which the pictures leave out. */
const SCREEN = { width: 1080, height: 780 }
/** Of the screen, round the heading where the step happens: little enough that its words can be read at half the size. */
const CUT = { width: 872, before: 25, above: 24 }
const CARD = { width: 1200, height: 630 }
const WEBP_QUALITY = 70

const [url = "http://localhost:3000", dataDir = "data"] = process.argv.slice(2)
const folder = join(import.meta.dirname, "../public/landing")
const PAGES: Readonly<Record<(typeof STEP_PICTURES.names)[number], { path: string; from: string; width?: number }>> = {
  // Without the desk's navigation beside it: the whole panel fits.
  button: { path: "/start", from: "main h1", width: CUT.width + 2 * CUT.before },
  stock: { path: "/dashboard/nodes", from: "main section:has(h2)" },
  earn: { path: "/dashboard", from: "main section:has(h2.text-referral)" },
}

mkdirSync(folder, { recursive: true })
const { executablePath, args } = await findBrowser()
const browser = await chromium.launch({ executablePath, args })
await takeCard(browser)
for (const scheme of ["light", "dark"] as const) await takeSteps(browser, scheme)
await browser.close()

async function takeSteps(browser: Browser, scheme: "light" | "dark"): Promise<void> {
  const page = await browser.newPage({ viewport: SCREEN, colorScheme: scheme, reducedMotion: "reduce" })
  await signIn(page)
  for (const name of STEP_PICTURES.names) {
    const { path, from, width: screen = SCREEN.width } = PAGES[name]
    await page.setViewportSize({ ...SCREEN, width: screen })
    await page.goto(url + path)
    await page.evaluate(() => document.fonts.ready)
    const picture = await page.screenshot({ fullPage: true, clip: await cutRound(page, from) })
    const { width, height } = STEP_PICTURES
    await sharp(picture)
      .resize(width, height)
      .webp({ quality: WEBP_QUALITY })
      .toFile(join(folder, `${name}-${scheme}.webp`))
  }
  await page.close()
}

async function cutRound(page: Page, from: string) {
  const { x, y } = (await page.locator(from).first().boundingBox())!
  const height = Math.round((CUT.width * STEP_PICTURES.height) / STEP_PICTURES.width)
  return { x: Math.max(0, x - CUT.before), y: y - CUT.above, width: CUT.width, height }
}

/** As the first fan of the world, who has sold and carried. */
async function signIn(page: Page): Promise<void> {
  const [fan] = JSON.parse(readFileSync(join(dataDir, "sign-ins.json"), "utf8")) as {
    email: string
    password: string
  }[]
  await page.goto(`${url}/sign-in`)
  await page.locator("input[name=email]").fill(fan!.email)
  await page.locator("input[name=password]").fill(fan!.password)
  await page.getByRole("button", { name: "Sign in", exact: true }).click()
  await page.waitForURL((at) => at.pathname !== "/sign-in")
}

/** The sentence of the page, with its two streams, in the look's own type and colours. */
async function takeCard(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: CARD })
  const font = readFileSync(
    join(
      import.meta.dirname,
      "../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    ),
  )
  await page.setContent(`<style>@font-face{font-family:B;font-weight:200 800;src:url(data:font/woff2;base64,${font.toString("base64")})}
body{margin:0;background:#fbf8f3;color:#1b1a17;font:650 96px/1 B;letter-spacing:-.025em}
main{padding:72px 80px;height:414px;display:grid;align-content:space-between;border-bottom:0}
em{font-style:normal;background:linear-gradient(var(--c),var(--c)) 0 92%/100% .13em no-repeat}
p{margin:0;font-size:44px}footer{display:flex;height:72px}footer i{display:block}</style>
<main><p>Fanfare</p><div><em style="--c:#f2784b">Bring people</em> to what you love. <em style="--c:#2bb3a3">Carry its bits.</em> Be paid for both.</div></main>
<footer><i style="flex:1;background:#f2784b"></i><i style="flex:1;background:#2bb3a3"></i><i style="flex:16;background:#e8b53a"></i><i style="flex:2;background:#8a8375"></i></footer>`)
  await page.evaluate(() => document.fonts.ready)
  const picture = await page.screenshot()
  writeFileSync(join(folder, "og.png"), await sharp(picture).png({ palette: true, quality: 90 }).toBuffer())
  await page.close()
}

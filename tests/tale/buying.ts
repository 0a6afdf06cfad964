/** From the stranger's blog to the library: the button, the click, the sign-in by mail, the payment. */
import type { Page } from "playwright"
import { demand, type Step, until } from "./steps.ts"
import type { Tale } from "./tell-tale.ts"

const GAME_POST = "/posts/the-game-i-lost-a-weekend-to"
let page: Page

export const BUYING: readonly Step<Tale>[] = [
  { name: "the blog shows the button", run: showButton },
  { name: "the click leads to the title's page", run: click },
  { name: "a new buyer signs in by the mailed link", run: signInByMail },
  { name: "the buyer pays at the stand-in for PayPal", run: pay },
  { name: "the title is in the library", run: library },
]

async function showButton(tale: Tale): Promise<string> {
  page = await tale.people.page("buyer")
  await page.goto(`${tale.world.blogUrl}${GAME_POST}`)
  const button = page.locator("main a[href*='/r/']").first()
  // The price comes with the script, from the other origin.
  await button.locator("b").waitFor()
  const href = await button.getAttribute("href")
  const url = new URL(href ?? "")
  demand(url.origin === tale.world.url && new URL(page.url()).origin !== url.origin, `the button leads to ${href}`)
  tale.code = url.pathname.split("/")[2] ?? ""
  // What the script draws is no part of the link's own text.
  const words = (await button.locator("u, b").allInnerTexts()).join(" ")
  demand(words.includes("$30.00"), `the button says "${words}"`)
  return `"${words.trim()}" on ${tale.world.blogUrl}, leading to /r/${tale.code}`
}

async function click({ world, people }: Tale): Promise<string> {
  await page.locator("main a[href*='/r/']").first().click()
  await page.waitForURL(`${world.url}/titles/tin-comet`)
  const cookie = (await people.cookies("buyer", world.url)).find((c) => c.name === "ff_click")
  demand(cookie?.httpOnly, "the click left no cookie of its own")
  const offer = (await page.getByLabel("Get it").textContent()) ?? ""
  demand(/The Damp Attic brought you here/.test(offer), `the page does not say who brought the buyer: ${offer}`)
  return "The Damp Attic is named as who brought the buyer, before anything is paid"
}

async function signInByMail({ world, people, buyer }: Tale): Promise<string> {
  await page.getByRole("link", { name: "Buy for $30.00" }).click()
  await page.getByRole("link", { name: "Go on with your e-mail" }).click()
  await page.waitForURL(/\/sign-in/)
  await page.locator("input[name=email]").fill(buyer)
  await page.getByRole("button", { name: /sign-in link/ }).click()
  await page.waitForURL(/check-your-mail/)
  const mailbox = await people.page("mailbox")
  await until("the mail", async () => {
    await mailbox.goto(`${world.mailboxUrl}/?to=${encodeURIComponent(buyer)}`)
    return (await mailbox.getByRole("link", { name: /sign-in link/i }).count()) > 0
  })
  await mailbox
    .getByRole("link", { name: /sign-in link/i })
    .first()
    .click()
  const link = await mailbox.locator(`main a[href^='${world.url}/sign-in/link']`).first().getAttribute("href")
  demand(link, "the mail holds no link")
  await page.goto(link)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL(`${world.url}/checkout/new?title=tin-comet`)
  const review = (await page.locator("main").textContent()) ?? ""
  demand(/The Damp Attic/.test(review) && /You pay\$30\.00/.test(review), `the review says: ${review}`)
  return `${buyer}, back at the review, which says who is credited and that $30.00 is all`
}

async function pay(tale: Tale): Promise<string> {
  const { world, buyer } = tale
  await page.getByRole("button", { name: "Pay $30.00 with PayPal" }).click()
  await page.waitForURL(`${world.paypalUrl}/checkoutnow**`)
  const asked = (await page.locator(".amount").textContent()) ?? ""
  demand(asked.includes("$30.00"), `PayPal asks for ${asked}`)
  await page.getByLabel("Buyer's PayPal e-mail").fill(buyer)
  await page.getByRole("button", { name: /^Pay \$30\.00/ }).click()
  await page.waitForURL(`${world.url}/library/tin-comet**`)
  const book = (await (await fetch(`${world.paypalUrl}/__control/ledger`)).json()) as Book
  const captures = book.captures.filter((c) => c.payer_email === buyer)
  demand(captures.length === 1 && captures[0]!.value === "30.00", `PayPal's book has ${captures.length} captures`)
  tale.orderId = captures[0]!.custom_id
  tale.priceMicros = 30_000_000n
  return `$30.00 captured once in PayPal's own book, for ${tale.orderId}`
}

type Book = { captures: { payer_email: string; value: string; custom_id: string }[] }

async function library({ world }: Tale): Promise<string> {
  await page.goto(`${world.url}/library`)
  const row = page.getByRole("article").filter({ hasText: "Tin Comet" })
  demand(/Owned/.test((await row.textContent()) ?? ""), "the library does not say it is owned")
  return "owned"
}

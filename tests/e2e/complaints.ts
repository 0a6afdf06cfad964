/** What browsers complain of while somebody walks through pages: for stories that must go without. */
import type { BrowserContext } from "playwright"

/** Console errors, thrown errors, answers of 400 and more, and requests that failed; the list grows as it happens. */
export function complaintsOf(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  context.on("weberror", (error) => complaints.push(String(error.error())))
  context.on("response", (answer) => answer.status() >= 400 && complaints.push(`${answer.status()} ${answer.url()}`))
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? ""
    // What a page was still fetching ahead of time when one left it.
    if (!why.includes("ERR_ABORTED")) complaints.push(`${why} ${request.url()}`)
  })
  return complaints
}

/** Words that would act if a page took them for markup, and the look whether they did. */
import type { BrowserContext, Page } from "playwright"

export const HOSTILE = `"><img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script>`
/** Where an address is asked. */
export const HOSTILE_ADDRESS = "javascript:window.__pwned=1//https://x.example"
/** An address that is one, with the words in it. */
export const HOSTILE_LINK = `https://x.example/?q=${HOSTILE}`
/** Stands in each of them, and nowhere else. */
export const MARK = "__pwned"

/** How they begin: where there is little room, the rest is cut off. */
const BEGIN = HOSTILE.slice(0, 8)

/** What the words would have made of the document, one line each; a frame, a feed or a picture is a document as well. */
export function intruders(root: Document): string[] {
  const made = root.querySelectorAll(
    "img[src='x'], [onerror], [onload], [onmouseover], [href], [src], [action], script",
  )
  const isOurs = (e: Element) => {
    if (e.matches("img[src='x'], [onerror], [onload], [onmouseover]")) return false
    if (e.localName === "script" && e.textContent?.trim() === "window.__pwned=1") return false
    return !["href", "src", "action"].some((name) => /^\s*javascript:.*__pwned/i.test(e.getAttribute(name) ?? ""))
  }
  return [...made].filter((e) => !isOurs(e)).map((e) => e.outerHTML.slice(0, 200))
}

/** Collects what happens in any window: dialogs, and requests for the picture that is not there. */
export function alarmsOf(context: BrowserContext): string[] {
  const alarms: string[] = []
  context.on("dialog", (dialog) => {
    alarms.push(`a dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on("request", (request) => {
    if (/\/x$/.test(new URL(request.url()).pathname)) alarms.push(`asked for ${request.url()}`)
  })
  return alarms
}

/** Looks at what stands in the window now, frames included; `seen`: whether the words stand there at all. */
export async function lookForHarm(page: Page): Promise<{ faults: string[]; seen: boolean }> {
  const faults: string[] = []
  let seen = false
  const look = `({ ran: "${MARK}" in window, made: (${intruders})(document),
    seen: [document.documentElement.textContent, ...[...document.querySelectorAll("input, textarea")].map((f) => f.value)]
      .some((text) => text.includes(${JSON.stringify(BEGIN)})) })`
  for (const frame of page.frames()) {
    const found = await frame.evaluate<{ ran: boolean; made: string[]; seen: boolean }>(look)
    if (found.ran) faults.push(`the words ran in ${frame.url()}`)
    faults.push(...found.made.map((element) => `the words made ${element}`))
    seen ||= found.seen
  }
  return { faults, seen }
}

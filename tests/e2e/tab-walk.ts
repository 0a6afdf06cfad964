/** Walks through a page by Tab, as somebody does who has a keyboard and sees; says where that goes wrong. */
import type { Page } from "playwright"

/** More stops than any page has; a walk that long goes round in circles somewhere. */
const MOST_STOPS = 400
/** Stops inside one control: the parts of a date with its time, and what opens its calendar. */
const MOST_INSIDE = 8
/** WCAG 2.2, 2.5.8: CSS pixels. */
const TARGET_PX = 24

/** What stands focused now, as the page itself sees it. */
type Stop = {
  /** The element's number in the order of the document; -1: nothing of the page is focused. */
  index: number
  /** Focus was here before: the walk is round. */
  isKnown: boolean
  what: string
  name: string
  /** A point of it can be pressed: nothing sticky or floating lies over all of it. */
  isInSight: boolean
  isMarked: boolean
  left: number
  /** Where it stands on the page as it is seen. */
  top: number
  /** The same, as if no box had scrolled by itself. */
  topUnscrolled: number
}

/** One sentence per fault; empty when the walk went well. Ends where it began, on the page. */
export async function walkByTab(page: Page): Promise<{ stops: number; faults: string[] }> {
  const faults = new Set<string>()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur?.())
  await page.mouse.move(0, 0)
  const last = await lastTabbable(page)
  let stops = 0
  let inside = 0
  let before: Stop | null = null
  let highest = -1
  for (; stops < MOST_STOPS; stops++) {
    await page.keyboard.press("Tab")
    const stop = await stopNow(page)
    // A date has stops inside: day, month, year.
    if (stop.index === before?.index && inside++ < MOST_INSIDE) continue
    if (stop.index === -1 || stop.isKnown) break
    inside = 0
    highest = Math.max(highest, stop.index)
    for (const fault of faultsOf(stop, before)) faults.add(fault)
    before = stop
  }
  if (stops >= MOST_STOPS) faults.add(`more than ${MOST_STOPS} stops`)
  if (highest < last.index) faults.add(`trap: Tab never came to ${last.what}, it ended at ${before?.what}`)
  return { stops, faults: [...faults] }
}

function* faultsOf(stop: Stop, before: Stop | null): Iterable<string> {
  if (stop.name === "") yield `${stop.what} has no name`
  if (!stop.isInSight) yield `${stop.what} "${stop.name}" is focused behind something or off the screen`
  if (!stop.isMarked) yield `${stop.what} "${stop.name}" does not show that it is focused`
  // Up and not to a new column: against the order of reading. A third of a screen is less than a section.
  const isAbove = before && stop.top < before.top - 280 && stop.topUnscrolled < before.topUnscrolled - 280
  if (isAbove && stop.left <= before.left)
    yield `from ${before.what} "${before.name}" back up to ${stop.what} "${stop.name}"`
}

const stopNow = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLElement | null
    const none = {
      index: -1,
      isKnown: false,
      what: "",
      name: "",
      isInSight: true,
      isMarked: true,
      left: 0,
      top: 0,
      topUnscrolled: 0,
    }
    if (!at || at === document.body || at === document.documentElement) return none
    const box = at.getBoundingClientRect()
    const clip = (value: number, most: number) => Math.min(Math.max(value, 0), most - 1)
    const spots = [0.5, 0.1, 0.9].flatMap((y) => [0.5, 0.1, 0.9].map((x) => [x, y] as const))
    const isInSight = spots.some(([x, y]) => {
      const [px, py] = [box.left + box.width * x, box.top + box.height * y]
      if (px < 0 || py < 0 || px > innerWidth || py > innerHeight) return false
      const hit = document.elementFromPoint(clip(px, innerWidth), clip(py, innerHeight))
      return !!hit && (at.contains(hit) || hit.contains(at) || !!hit.closest("label")?.contains(at))
    })
    // What is drawn for a control may be its label, its neighbour or what holds it.
    const drawn = [at, at.parentElement, at.nextElementSibling, at.previousElementSibling, at.closest("label")]
    const isMarked = drawn.some((element) => {
      if (!element) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow.includes("inset")
    })
    const labels = "labels" in at ? [...((at as HTMLInputElement).labels ?? [])].map((l) => l.textContent) : []
    const by = (at.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
    const pictures = [...at.querySelectorAll("img[alt],[aria-label]")].map(
      (e) => e.getAttribute("alt") || e.getAttribute("aria-label"),
    )
    const own = [at.getAttribute("aria-label"), ...by, ...labels, at.textContent, at.title, ...pictures]
    const name = own.map((text) => text?.trim().replaceAll(/\s+/g, " ")).find(Boolean) ?? ""
    // A box that scrolls by itself has moved what stands in it.
    let scrolled = 0
    for (let up = at.parentElement; up && up !== document.body; up = up.parentElement) scrolled += up.scrollTop
    const known = at as HTMLElement & { walked?: boolean }
    const isKnown = known.walked === true
    known.walked = true
    return {
      isKnown,
      index: [...document.querySelectorAll("*")].indexOf(at),
      what: `<${at.tagName.toLowerCase()}>`,
      name: (at.tagName === "IFRAME" ? at.title : name).slice(0, 60),
      isInSight,
      isMarked: isMarked || at.tagName === "IFRAME",
      left: box.left + scrollX,
      top: box.top + scrollY,
      topUnscrolled: box.top + scrollY + scrolled,
    }
  })

/** The last element of the document that Tab must come to. */
const lastTabbable = (page: Page): Promise<{ index: number; what: string }> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll("*")]
    const links = [...document.querySelectorAll<HTMLElement>("a[href],button:not(:disabled)")]
    const last = links
      .filter((e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }) && !e.closest("[inert]"))
      .at(-1)
    return last
      ? { index: all.indexOf(last), what: `<${last.tagName} "${last.textContent}">` }
      : { index: -1, what: "" }
  })

/** Controls smaller than a fingertip with another closer than that; links inside sentences may be as high as their line. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((least) => {
    const controls = "a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=tab]"
    const isSeen = (e: Element) =>
      e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.closest(".sr-only")
    const boxOf = (e: Element) => {
      const label = e instanceof HTMLInputElement && /checkbox|radio/.test(e.type) ? e.labels?.[0] : null
      const [own, more] = [e.getBoundingClientRect(), label?.getBoundingClientRect()]
      if (!more) return own
      const [left, top] = [Math.min(own.left, more.left), Math.min(own.top, more.top)]
      return new DOMRect(left, top, Math.max(own.right, more.right) - left, Math.max(own.bottom, more.bottom) - top)
    }
    const isInSentence = (e: Element) =>
      e.tagName === "A" &&
      getComputedStyle(e).display.startsWith("inline") &&
      [...(e.parentElement?.childNodes ?? [])].some((n) => n.nodeType === 3 && n.textContent!.trim().length > 1)
    const all = [...document.querySelectorAll(controls)].filter(isSeen).map((e) => ({ e, box: boxOf(e) }))
    const far = (a: DOMRect, b: DOMRect) => {
      const [x, y] = [a.left + a.width / 2, a.top + a.height / 2]
      const [dx, dy] = [Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)]
      return Math.hypot(dx, dy) >= least / 2
    }
    return all
      .filter(({ e, box }) => box.width > 1 && (box.width < least || box.height < least) && !isInSentence(e))
      .filter(({ e, box }) => !all.every((o) => o.e === e || o.e.contains(e) || e.contains(o.e) || far(box, o.box)))
      .map(
        ({ e, box }) =>
          `<${e.tagName.toLowerCase()}> "${e.textContent?.trim().slice(0, 40)}" is ${Math.round(box.width)} x ${Math.round(box.height)}`,
      )
  }, TARGET_PX)

/** Animations that run although motion is not wished. */
export const movements = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter((a) => a.playState === "running" && Number(a.effect?.getComputedTiming().duration ?? 0) > 1)
      .map((a) => `moves: ${(a as CSSAnimation).animationName ?? (a as CSSTransition).transitionProperty}`),
  )

/** Presses the skip link; what is wrong with it. */
export async function trySkipLink(page: Page): Promise<string[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur?.())
  await page.keyboard.press("Tab")
  // Where nothing stands before the content there is nothing to skip.
  if (await page.evaluate(() => !!document.activeElement?.closest("main"))) return []
  const href = await page.evaluate(() => document.activeElement?.getAttribute("href"))
  if (!href?.startsWith("#")) return [`the first stop is no skip link but leads to ${href}`]
  await page.keyboard.press("Enter")
  await page.keyboard.press("Tab")
  const isInside = await page.evaluate(
    (id) => !!document.activeElement && !!document.getElementById(id)?.contains(document.activeElement),
    href.slice(1),
  )
  return isInside ? [] : [`after the skip link Tab does not go on inside ${href}`]
}

/** Most of what opens on a page is of a kind; the first ones speak for the rest. */
const MOST_OPENERS = 8
const OPENERS = "button[popovertarget]:visible, button[aria-haspopup]:visible"

/** Opens by Enter what opens a sheet, a menu or a dialog, and closes it by Escape: it is closed, and its opener has focus again. */
export async function tryEscape(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const opener of (await page.locator(OPENERS).elementHandles()).slice(0, MOST_OPENERS)) {
    const name = await opener.evaluate((e) => (e as Element).getAttribute("aria-label") ?? e.textContent?.trim() ?? "")
    // What a form holds back until something is chosen is not for opening.
    if (!(await opener.isVisible()) || !(await opener.isEnabled())) continue
    await opener.focus()
    await page.keyboard.press("Enter")
    if (!(await waitFor(page, true))) faults.push(`"${name}" opens nothing`)
    await page.keyboard.press("Escape")
    if (!(await waitFor(page, false))) faults.push(`Escape does not close what "${name}" opened`)
    if (!(await opener.evaluate((e) => document.activeElement === e))) faults.push(`"${name}" does not get focus back`)
  }
  return faults
}

/** Whether within two seconds something is open, or nothing is. */
async function waitFor(page: Page, open: boolean): Promise<boolean> {
  const sheets = ":popover-open, dialog[open], [role=menu]"
  const isSo = () => page.evaluate(([all, wanted]) => !!document.querySelector(all) === wanted, [sheets, open] as const)
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; await page.waitForTimeout(50))
    if (await isSo()) return true
  return false
}

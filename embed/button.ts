/**
 * Turns every `<a data-fanfare="CODE">` into a button with its price. The link itself stays the page's own, with its
 * address; only what it shows is drawn anew, and only once there is something to show: without this script, without an
 * answer or under a policy that lets nothing through, what was pasted stands as it was.
 */

// Null as soon as the script's first run is over, so it is read here.
const store = new URL((document.currentScript as HTMLScriptElement).src).origin

type Face = { label: string; offer: string; css: string; lang: string }

async function upgrade(link: HTMLAnchorElement): Promise<void> {
  const { fanfare, fanfareAs, fanfareCount, theme, lang, colours } = link.dataset
  // Seen by another copy of this script as well.
  link.dataset.fanfareOn = ""
  link.href ||= `${store}/r/${fanfare}?t=button`
  const wishes = Object.entries({ as: fanfareAs, count: fanfareCount, theme, lang, colours }).filter((pair) => pair[1])
  const query = new URLSearchParams(wishes as string[][])
  const answer = await fetch(`${store}/embed/data/${fanfare}.json?${query}`, { credentials: "omit" })
  const { label, offer, css, lang: spoken }: Face = await answer.json()
  const host = document.createElement("span")
  host.lang = spoken
  const root = host.attachShadow({ mode: "open" })
  // No style element: a strict style-src does not ask about sheets made by a script it let in.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  const put = (into: Node, tag: string, text = "") => {
    const part = document.createElement(tag)
    part.textContent = text
    return into.appendChild(part)
  }
  const face = put(root, "span")
  put(face, "i")
  put(face, "u", label)
  put(face, "b", offer)
  // The badge that stood here kept the room.
  const badge = link.querySelector("img")
  if (badge) host.style.width = `${badge.width}px`
  link.replaceChildren(host)
}

const run = () => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-fanfare]:not([data-fanfare-on])"))
    upgrade(link).catch(() => {})
}

run()
new MutationObserver(run).observe(document, { childList: true, subtree: true })

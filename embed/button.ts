/** Upgrades every `<a data-fanfare="CODE">` into a button with the price on it. Without this script the link still works. */

// Null as soon as the script's first run is over, so it is read here.
const script = document.currentScript as HTMLScriptElement | null
const store = script ? new URL(script.src).origin : ""

const STYLE =
  "a{display:inline-flex;align-items:center;gap:.6em;font:600 16px/1 system-ui,sans-serif;padding:.7em 1.1em;border-radius:6px;background:#E8B53A;color:#1B1A17;text-decoration:none}a:hover{background:#F2C14E}a:focus-visible{outline:3px solid #8A5F00;outline-offset:2px}b{font-weight:600;border-left:1px solid #1B1A1755;padding-left:.6em}"

function upgrade(link: HTMLAnchorElement): void {
  const code = link.dataset.fanfare
  const host = document.createElement("span")
  // An <a> cannot hold a shadow root itself; a copy of it goes into one, and takes its place.
  const button = document.createElement("a")
  const style = document.createElement("style")
  style.textContent = STYLE
  button.href = link.href || `${store}/r/${code}`
  button.rel = "sponsored noopener"
  button.target = link.target
  button.textContent = link.textContent
  host.attachShadow({ mode: "open" }).append(style, button)
  link.replaceWith(host)
  fetch(`${store}/embed/data/${code}.json`, { credentials: "omit" })
    .then((answer) => answer.json())
    .then(({ price }: { price?: string }) => {
      if (price) button.appendChild(document.createElement("b")).textContent = price
    })
    // Without an answer the button stands without a price.
    .catch(() => {})
}

const run = () => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-fanfare]")) upgrade(link)
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", run)
else run()

/**
 * The only script of a promo page: figures that stay fresh, pictures that open large, films that play where they stand.
 * Without it every one of them is a link or a number that was true when the page was made.
 */

/** Runs in the visitor's browser as its own source text, so it may use nothing from outside itself. */
function islands(stockAddress: string, close: string): void {
  const stocks = document.querySelectorAll<HTMLElement>("[data-stock]")
  const refresh = async () => {
    if (document.hidden) return
    const answer = await fetch(stockAddress).catch(() => null)
    if (!answer?.ok) return
    const words = (await answer.json()) as Record<string, string>
    for (const stock of stocks) {
      const now = words[stock.dataset.stock ?? ""]
      if (now !== undefined && now !== stock.textContent) stock.textContent = now
    }
  }
  if (stocks.length > 0) setInterval(refresh, 60_000)

  const openLarge = (link: HTMLAnchorElement) => {
    const dialog = document.createElement("dialog")
    const picture = document.createElement("img")
    const button = document.createElement("button")
    const from = link.querySelector("img")
    dialog.className = "lightbox"
    picture.src = link.href
    picture.alt = from?.alt ?? ""
    button.textContent = "\u00d7"
    button.setAttribute("aria-label", close)
    button.autofocus = true
    dialog.append(picture, button)
    dialog.addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => dialog.remove())
    document.body.append(dialog)
    dialog.showModal()
  }
  const playHere = (link: HTMLAnchorElement, address: string) => {
    const frame = document.createElement("iframe")
    frame.className = "video-frame"
    frame.src = address
    frame.title = link.innerText
    frame.allow = "autoplay; fullscreen; encrypted-media; picture-in-picture"
    frame.referrerPolicy = "strict-origin-when-cross-origin"
    link.replaceWith(frame)
    frame.focus()
  }
  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-lightbox],a[data-film]")
    if (!link) return
    event.preventDefault()
    if (link.dataset.film) playHere(link, link.dataset.film)
    else openLarge(link)
  })
}

/** The script's text; `stockAddress` and `close` (the word for closing a picture) are written into it as JSON. */
export const promoScript = (stockAddress: string, close: string): string =>
  `(${islands.toString()})(${[stockAddress, close].map((word) => JSON.stringify(word).replace(/</g, "\\u003c")).join(",")})`

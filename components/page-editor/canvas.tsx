"use client"
/** The page as it will be, at the width of a phone, a tablet or a desk; made smaller where the window is narrower. */
import { Puck } from "@puckeditor/core"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { useT } from "../ui/words.tsx"

export const WIDTHS = [390, 768, 1280] as const
export type CanvasWidth = (typeof WIDTHS)[number]

export function Canvas({ width }: { width: CanvasWidth }) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const scale = room.width === 0 ? 1 : Math.min(1, room.width / width)
  return (
    <section aria-label={t("The page as it will be")} className="h-full bg-sunken p-3 md:p-5">
      <div ref={box} className="size-full overflow-hidden">
        <div
          className="page-canvas mx-auto overflow-hidden rounded-card border border-line bg-surface shadow-float"
          style={{ width: width * scale, height: room.height }}
        >
          <div
            dir="ltr"
            style={{ width, height: room.height / scale, transform: `scale(${scale})`, transformOrigin: "0 0" }}
          >
            <Puck.Preview />
          </div>
        </div>
      </div>
    </section>
  )
}

/** What is dragged by mouse says it is a button that holds links: neither may be met by Tab, nor said by a screen reader. */
function skipByKeyboard(inner: Document): () => void {
  const skip = () => {
    for (const element of inner.querySelectorAll<HTMLElement>("a,button,input,summary,video,audio,iframe,[tabindex]"))
      if (element.getAttribute("tabindex") !== "-1") element.tabIndex = -1
    for (const hull of inner.querySelectorAll("[data-puck-component][role=button]")) hull.setAttribute("role", "group")
    for (const hull of inner.querySelectorAll("[data-puck-component][aria-pressed]"))
      hull.removeAttribute("aria-pressed")
  }
  const observer = new MutationObserver(skip)
  observer.observe(inner, { subtree: true, childList: true, attributeFilter: ["tabindex", "role", "aria-pressed"] })
  skip()
  return () => observer.disconnect()
}

type Look = { style: string; locale: string; title: string }
type FrameInsideProps = {
  children: ReactNode
  document: Document | undefined
  /** As it is when the canvas is made; later changes go into its style element. */
  look: { current: Look }
  onReady: (document: Document) => void
}

/** What stands in the canvas' own document: its words, its style. Keys pass it by; the list of blocks is their way. */
export function FrameInside({ children, document: inner, look, onReady }: FrameInsideProps) {
  useEffect(() => {
    if (!inner) return
    const { style, locale, title } = look.current
    inner.documentElement.lang = locale
    inner.title = title
    const sheet = inner.createElement("style")
    sheet.id = "page-style"
    sheet.textContent = style
    inner.head.append(sheet)
    const frame = inner.defaultView?.frameElement
    frame?.setAttribute("title", title)
    frame?.setAttribute("tabindex", "-1")
    const stopSkipping = skipByKeyboard(inner)
    onReady(inner)
    return () => {
      stopSkipping()
      sheet.remove()
    }
  }, [inner, look, onReady])
  return children
}

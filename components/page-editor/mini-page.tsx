"use client"
/** A page in small, really drawn: what a template gives before it is chosen. */
import { type Config, Render } from "@puckeditor/core"
import { useEffect, useRef, useState } from "react"
import { createPortal } from "react-dom"
import type { PageDocument } from "#lib/pages/page-document.ts"
import { themeCss } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { toData } from "./page-data.ts"

type MiniPageProps = { document: PageDocument; config: Config; context: PromoContext; style: string; title: string }

/** Laid out as on a desk. */
const LAID_OUT_WIDTH = 1100
const RATIO = 4 / 3

export function MiniPage({ document, config, context, style, title }: MiniPageProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<HTMLElement | null>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  const scale = width / LAID_OUT_WIDTH
  return (
    <div ref={box} className="relative w-full overflow-hidden rounded-t-card bg-sunken" style={{ aspectRatio: RATIO }}>
      <iframe
        ref={frame}
        title={title}
        tabIndex={-1}
        inert
        srcDoc='<!doctype html><html lang="en"><head></head><body></body></html>'
        onLoad={() => {
          const inner = frame.current?.contentDocument
          if (!inner) return
          inner.title = title
          setPlace(inner.body)
        }}
        className="pointer-events-none absolute border-0"
        style={{
          // Its corner and its scaling are of the drawing, which has no direction of writing.
          inset: "0 auto auto 0",
          width: LAID_OUT_WIDTH,
          height: LAID_OUT_WIDTH / RATIO,
          transform: `scale(${scale})`,
          transformOrigin: "0 0",
        }}
      />
      {place &&
        createPortal(
          <>
            <style>{`${style}${themeCss(document.root.props.theme, ":root")}`}</style>
            <Render config={config} data={toData(document)} metadata={{ context }} />
          </>,
          place,
        )}
    </div>
  )
}

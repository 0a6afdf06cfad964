"use client"
/** The part of a picture that will be kept, as it will look; moved by dragging it, by the sliders beside it, or by arrow keys on them. */
import { type PointerEvent, useId, useRef } from "react"
import type { Crop } from "#lib/media/picture.ts"
import { type CropWish, cropOf, MAX_ZOOM } from "./crop.ts"
import { SegmentedControl } from "./segmented-control.tsx"
import { useT } from "./words.tsx"

export type LocalPicture = { url: string; width: number; height: number }
/** `null` stands for the picture's own ratio. */
export type Aspect = { label: string; ratio: number | null }

type CropFrameProps = {
  picture: LocalPicture
  aspects: readonly Aspect[]
  wish: CropWish
  onWish: (wish: CropWish) => void
}

export function CropFrame({ picture, aspects, wish, onWish }: CropFrameProps) {
  const t = useT()
  const crop = cropOf(wish, picture)
  const name = useId()
  return (
    <div className="grid grid-cols-1 gap-5 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] sm:items-center">
      <Preview picture={picture} crop={crop} wish={wish} onWish={onWish} />
      <div className="grid grid-cols-1 content-start gap-4">
        {aspects.length > 1 && (
          <div className="grid grid-cols-1 gap-1.5">
            <span className="text-14 font-semibold" aria-hidden="true">
              {t("Shape")}
            </span>
            <SegmentedControl
              label={t("Shape")}
              name={name}
              value={String(aspects.findIndex((aspect) => aspect.ratio === wish.ratio))}
              segments={aspects.map((aspect, i) => ({ value: String(i), label: aspect.label }))}
              onChange={(value) => onWish({ ...wish, ratio: aspects[Number(value)]?.ratio ?? null })}
            />
          </div>
        )}
        <Slider
          label={t("Closer")}
          min={1}
          max={MAX_ZOOM}
          value={wish.zoom}
          onValue={(zoom) => onWish({ ...wish, zoom })}
        />
        <Slider
          label={t("From left to right")}
          value={wish.x}
          disabled={crop.width > 0.9999}
          onValue={(x) => onWish({ ...wish, x })}
        />
        <Slider
          label={t("From top to bottom")}
          value={wish.y}
          disabled={crop.height > 0.9999}
          onValue={(y) => onWish({ ...wish, y })}
        />
      </div>
    </div>
  )
}

const percent = (share: number): string => `${share * 100}%`

/** A picture's left is its left in every language, so these are the only places that are not turned round. */
function Preview({ picture, crop, wish, onWish }: Omit<CropFrameProps, "aspects"> & { crop: Crop }) {
  const t = useT()
  const start = useRef<{ x: number; y: number; wish: CropWish } | null>(null)
  function move(event: PointerEvent<HTMLDivElement>) {
    if (!start.current) return
    const box = event.currentTarget.getBoundingClientRect()
    const along = (delta: number, side: number, kept: number) =>
      kept > 0.9999 ? 0 : ((delta / side) * kept) / (1 - kept)
    const { x, y, wish: from } = start.current
    onWish({
      ...from,
      x: within(from.x - along(event.clientX - x, box.width, crop.width)),
      y: within(from.y - along(event.clientY - y, box.height, crop.height)),
    })
  }
  const ratio = (crop.width * picture.width) / (crop.height * picture.height)
  return (
    <div
      className="relative mx-auto max-h-96 w-full cursor-grab touch-none overflow-hidden rounded-card border border-line bg-sunken active:cursor-grabbing"
      style={{ aspectRatio: ratio, maxWidth: `calc(24rem * ${ratio})` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        start.current = { x: event.clientX, y: event.clientY, wish }
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null
      }}
      onPointerCancel={() => {
        start.current = null
      }}
    >
      {/* biome-ignore lint/performance/noImgElement: it has not left the reader's machine yet */}
      <img
        src={picture.url}
        alt={t("How the picture will be cut")}
        draggable={false}
        className="pointer-events-none absolute max-w-none select-none"
        style={{
          width: percent(1 / crop.width),
          height: percent(1 / crop.height),
          left: percent(-crop.x / crop.width),
          top: percent(-crop.y / crop.height),
        }}
      />
    </div>
  )
}

const within = (value: number): number => Math.min(1, Math.max(0, value))

type SliderProps = {
  label: string
  value: number
  min?: number
  max?: number
  disabled?: boolean
  onValue: (value: number) => void
}

/** 100 steps: an arrow key moves by one, Page Up and Down by ten. */
function Slider({ label, value, min = 0, max = 1, disabled = false, onValue }: SliderProps) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-14 font-semibold">
        {label}
      </label>
      <input
        id={id}
        type="range"
        dir="ltr"
        min={min}
        max={max}
        step={(max - min) / 100}
        value={value}
        disabled={disabled}
        onChange={(event) => onValue(Number(event.target.value))}
        className="h-6 w-full accent-brass-fill disabled:opacity-40"
      />
    </div>
  )
}

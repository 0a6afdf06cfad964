"use client"
/** The ring of a download: bytes from carriers teal, bytes from the origin brass, with the same in words and figures. */
import { useT } from "#components/ui/words.tsx"
import { formatBytes, formatCount, formatShare } from "#lib/kernel/format.ts"
import { percentOf, ringArcs } from "./ring-arcs.ts"

type DownloadRingProps = {
  label: string
  carrierBytes: number
  originBytes: number
  sizeBytes: number
  piecesHeld: number
  pieceCount: number
  /** One more line, such as the speed. */
  story: string
}

/** A radius whose circumference is 100, so that a percent is a length. */
const RADIUS = 100 / (2 * Math.PI)

export function DownloadRing(p: DownloadRingProps) {
  const t = useT()
  const held = p.carrierBytes + p.originBytes
  const percent = percentOf(held, p.sizeBytes)
  const ofAll = t("{part} of {whole}", {
    part: formatBytes(held, t.locale),
    whole: formatBytes(p.sizeBytes, t.locale),
  })
  const arcs = ringArcs(p.carrierBytes, p.originBytes, p.sizeBytes)
  return (
    <div className="flex flex-wrap items-center gap-x-8 gap-y-5">
      <div
        role="progressbar"
        aria-label={p.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${formatShare(percent / 100, t.locale)}, ${ofAll}`}
        className="relative size-36 shrink-0"
      >
        <svg viewBox="0 0 38 38" aria-hidden="true" className="size-full -rotate-90">
          <circle cx="19" cy="19" r={RADIUS} fill="none" strokeWidth="4" className="stroke-sunken" />
          <Arc from={0} length={arcs.carriers} className="stroke-carriage-fill" />
          <Arc from={arcs.carriers} length={arcs.origin} className="stroke-brass-fill" />
        </svg>
        <p className="figures absolute inset-0 grid place-items-center font-display text-28 tracking-tight">
          {formatShare(percent / 100, t.locale)}
        </p>
      </div>
      <div className="grid gap-2">
        <p className="figures text-18">{ofAll}</p>
        <dl className="grid grid-cols-[auto_auto] justify-start gap-x-3 gap-y-1 text-14">
          <Source colour="bg-carriage-fill" word={t("from carriers")} bytes={p.carrierBytes} />
          <Source colour="bg-brass-fill" word={t("from the origin")} bytes={p.originBytes} />
        </dl>
        <p className="figures text-14 text-muted">
          {t("{held} of {count} pieces", {
            held: formatCount(p.piecesHeld, t.locale),
            count: formatCount(p.pieceCount, t.locale),
          })}
          {p.story && `, ${p.story}`}
        </p>
      </div>
    </div>
  )
}

function Arc({ from, length, className }: { from: number; length: number; className: string }) {
  if (length <= 0) return null
  return (
    <circle
      cx="19"
      cy="19"
      r={RADIUS}
      fill="none"
      strokeWidth="4"
      strokeDasharray={`${length} ${100 - length}`}
      strokeDashoffset={-from}
      className={`transition-[stroke-dasharray] duration-200 ${className}`}
    />
  )
}

function Source({ colour, word, bytes }: { colour: string; word: string; bytes: number }) {
  const { locale } = useT()
  return (
    <div className="col-span-2 grid grid-cols-subgrid">
      <dt className="flex items-center gap-2">
        <span aria-hidden="true" className={`size-3 rounded-chip ${colour}`} />
        {word}
      </dt>
      <dd className="figures text-end">{formatBytes(bytes, locale)}</dd>
    </div>
  )
}

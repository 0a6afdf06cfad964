"use client"
/** How far a title is on a node: wished for, arriving piece by piece, complete, or on its way off. */
import { formatCount } from "#lib/kernel/format.ts"
import { Chip } from "../ui/chip.tsx"
import { useT } from "../ui/words.tsx"

export type Stocked = { wanted: boolean; piecesHeld: number; pieceCount: number; complete: boolean }

export function StockState({ wanted, piecesHeld, pieceCount, complete }: Stocked) {
  const t = useT()
  if (!wanted) return <Chip>{t("leaving the node")}</Chip>
  if (complete) {
    return (
      <Chip tone="carriage" fill="solid">
        {t("stocked")}
      </Chip>
    )
  }
  if (piecesHeld === 0) {
    return (
      <Chip tone="carriage" fill="outline">
        {t("wished for")}
      </Chip>
    )
  }
  return (
    <span className="flex items-center gap-3 text-14">
      <progress
        value={piecesHeld}
        max={Math.max(1, pieceCount)}
        aria-label={t("Pieces on the node")}
        className="h-2 w-32 accent-carriage-fill"
      />
      <span className="figures text-carriage">
        {t("{held} of {all} pieces", {
          held: formatCount(piecesHeld, t.locale),
          all: formatCount(pieceCount, t.locale),
        })}
      </span>
    </span>
  )
}

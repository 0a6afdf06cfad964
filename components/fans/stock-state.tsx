/** How far a title is on a node: wished for, arriving piece by piece, complete, or on its way off. */
import { Chip } from "#components/ui/chip.tsx"

export type Stocked = { wanted: boolean; piecesHeld: number; pieceCount: number; complete: boolean }

export function StockState({ wanted, piecesHeld, pieceCount, complete }: Stocked) {
  if (!wanted) return <Chip>leaving the node</Chip>
  if (complete) {
    return (
      <Chip tone="carriage" fill="solid">
        stocked
      </Chip>
    )
  }
  if (piecesHeld === 0) {
    return (
      <Chip tone="carriage" fill="outline">
        wished for
      </Chip>
    )
  }
  return (
    <span className="flex items-center gap-3 text-14">
      <progress
        value={piecesHeld}
        max={pieceCount}
        aria-label="Pieces on the node"
        className="h-2 w-32 accent-carriage-fill"
      />
      <span className="figures text-carriage">
        {piecesHeld} of {pieceCount} pieces
      </span>
    </span>
  )
}

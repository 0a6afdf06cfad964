/** A block drawn in few lines: where its picture, its words and its button stand. */
import type { BlockType } from "#lib/pages/page-blocks.ts"

/** Rectangles as [x, y, width, height, kind]: words are lines, pictures are filled, buttons are brass. */
type Mark = readonly [number, number, number, number, "words" | "picture" | "button"]

const MARKS: Readonly<Record<BlockType, readonly Mark[]>> = {
  Hero: [
    [3, 8, 16, 4, "words"],
    [3, 15, 14, 2, "words"],
    [3, 22, 10, 5, "button"],
    [23, 6, 18, 22, "picture"],
  ],
  Text: [
    [6, 7, 20, 3, "words"],
    [6, 14, 32, 2, "words"],
    [6, 19, 32, 2, "words"],
    [6, 24, 24, 2, "words"],
  ],
  Title: [
    [4, 6, 15, 22, "picture"],
    [23, 8, 17, 3, "words"],
    [23, 14, 15, 2, "words"],
    [23, 21, 10, 5, "button"],
  ],
  TitleGrid: [
    [4, 6, 10, 14, "picture"],
    [17, 6, 10, 14, "picture"],
    [30, 6, 10, 14, "picture"],
    [4, 23, 10, 3, "button"],
    [17, 23, 10, 3, "button"],
    [30, 23, 10, 3, "button"],
  ],
  DemoShelf: [
    [4, 7, 8, 8, "picture"],
    [15, 8, 16, 2, "words"],
    [34, 8, 6, 4, "button"],
    [4, 19, 8, 8, "picture"],
    [15, 20, 16, 2, "words"],
    [34, 20, 6, 4, "button"],
  ],
  Quote: [
    [8, 10, 28, 3, "words"],
    [8, 16, 22, 3, "words"],
    [8, 24, 10, 2, "words"],
  ],
  Gallery: [
    [4, 6, 17, 10, "picture"],
    [23, 6, 17, 10, "picture"],
    [4, 18, 11, 10, "picture"],
    [17, 18, 23, 10, "picture"],
  ],
  Video: [
    [5, 6, 34, 22, "picture"],
    [19, 14, 6, 6, "button"],
  ],
  Download: [
    [12, 9, 20, 3, "words"],
    [10, 17, 24, 8, "button"],
  ],
  Links: [
    [5, 6, 34, 5, "picture"],
    [5, 14, 34, 5, "picture"],
    [5, 22, 34, 5, "picture"],
  ],
  Supporters: [
    [5, 8, 8, 8, "button"],
    [15, 8, 8, 8, "picture"],
    [25, 8, 8, 8, "picture"],
    [5, 21, 26, 2, "words"],
  ],
  Disclosure: [
    [5, 10, 2, 14, "button"],
    [11, 12, 28, 2, "words"],
    [11, 19, 20, 2, "words"],
  ],
}

const FILLS = { words: "var(--ink)", picture: "var(--edge)", button: "var(--brass-fill)" } as const

export function BlockGlyph({ type }: { type: BlockType }) {
  return (
    <svg viewBox="0 0 44 34" className="h-11 w-14 shrink-0 rounded-input bg-sunken" aria-hidden="true">
      {MARKS[type].map(([x, y, width, height, kind]) => (
        <rect key={`${x},${y}`} x={x} y={y} width={width} height={height} rx="1" fill={FILLS[kind]} />
      ))}
    </svg>
  )
}

/** A look in small: its paper, its letters, its button, its corners. */
import { leadColours, type PageTheme, paletteOf, TYPE_PAIRS } from "#lib/pages/page-theme.ts"

const CORNERS = { square: 0, soft: 4, round: 10 } as const

export function ThemeSwatch({ theme }: { theme: PageTheme }) {
  const palette = paletteOf(leadColours(theme))
  const type = TYPE_PAIRS[theme.type]
  return (
    <span
      aria-hidden="true"
      className="flex h-16 items-center justify-between gap-2 overflow-hidden rounded-[4px] px-3"
      style={{ background: palette.paper, color: palette.ink }}
    >
      <span
        style={{
          fontFamily: type.display,
          fontWeight: type.weight,
          fontStretch: `${type.stretch}%`,
          textTransform: type.caps ? "uppercase" : "none",
          fontSize: 22,
          letterSpacing: type.tracking,
        }}
      >
        Aa
      </span>
      <span
        style={{
          background: palette.accent,
          width: 34,
          height: 16,
          borderRadius: CORNERS[theme.corners],
          border: theme.edges === "none" ? "none" : `${theme.edges === "bold" ? 2 : 1}px solid ${palette.ink}`,
        }}
      />
    </span>
  )
}

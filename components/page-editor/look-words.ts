/** The names of looks and of what a look is made of; English here, translated where they are shown. */
import { m } from "#lib/kernel/messages.ts"
import type { PageTheme, PresetName, TypePairName } from "#lib/pages/page-theme.ts"

export const PRESET_NAMES: Readonly<Record<PresetName, string>> = {
  paper: m("Paper and brass"),
  zine: m("Zine"),
  lastBus: m("Last bus"),
  gallery: m("Gallery wall"),
  meadow: m("Meadow"),
  velvet: m("Velvet"),
  cabinet: m("Cabinet"),
}

export const TYPE_NAMES: Readonly<Record<TypePairName, string>> = {
  fanfare: m("Fanfare: broad and lively"),
  poster: m("Poster: tall capitals"),
  quiet: m("Quiet: one plain face"),
  editorial: m("Editorial: fine serifs above"),
  book: m("Book: serifs throughout"),
  machine: m("Machine: typewriter above"),
  terminal: m("Terminal: typewriter throughout"),
  friendly: m("Friendly: round and open"),
}

type Choices = { [K in "scheme" | "corners" | "edges" | "cover" | "backdrop" | "pace"]: Record<PageTheme[K], string> }

export const LOOK_CHOICES: Choices = {
  scheme: { auto: m("As the visitor's device"), light: m("Always light"), dark: m("Always dark") },
  corners: { soft: m("Soft"), square: m("Sharp"), round: m("Round") },
  edges: { thin: m("Thin"), none: m("None"), bold: m("Bold") },
  cover: {
    mat: m("On a mat"),
    bare: m("Bare"),
    lifted: m("Lifted, with a shadow"),
    offset: m("With an offset edge"),
    tilted: m("A little tilted"),
    glow: m("Glowing"),
  },
  backdrop: {
    none: m("Plain"),
    dots: m("Dots"),
    lines: m("Lines"),
    rays: m("Rays"),
    glow: m("Glow"),
    grid: m("Grid"),
  },
  pace: { calm: m("Calm"), tight: m("Tight"), airy: m("Airy") },
}

export const CHOICE_LABELS: Readonly<Record<keyof Choices, string>> = {
  scheme: m("Light or dark"),
  corners: m("Corners"),
  edges: m("Edges"),
  cover: m("Covers"),
  backdrop: m("Backdrop"),
  pace: m("Space between blocks"),
}

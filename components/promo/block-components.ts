/** Which component draws which block; page and editor look here. */
import type { ComponentType } from "react"
import type { BlockProps, BlockType } from "#lib/pages/page-blocks.ts"
import { Hero } from "./blocks/hero.tsx"
import { Gallery, Links, Video } from "./blocks/media.tsx"
import { Disclosure, Supporters } from "./blocks/people.tsx"
import { Quote, Text } from "./blocks/text.tsx"
import { DemoShelf, Download, Title, TitleGrid } from "./blocks/titles.tsx"
import type { Shown } from "./parts.tsx"

export const BLOCK_COMPONENTS: { [T in BlockType]: ComponentType<BlockProps<T> & Shown> } = {
  Hero,
  Text,
  Title,
  TitleGrid,
  DemoShelf,
  Quote,
  Gallery,
  Video,
  Download,
  Links,
  Supporters,
  Disclosure,
}

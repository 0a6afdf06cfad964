/** Blocks as Puck knows them: name, beginning, and how each is drawn in the canvas; their fields are ours (block-forms.ts). */
import type { Config } from "@puckeditor/core"
import type { ComponentType, ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { BLOCK_TYPES, BLOCKS, type BlockType } from "#lib/pages/page-blocks.ts"
import { type PageTheme, THEME_PRESETS } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { BLOCK_COMPONENTS } from "../promo/block-components.ts"
import { PromoRoot } from "../promo/promo-root.tsx"
import { blockName } from "./block-words.ts"

type PuckProps = { id: string; puck: { metadata: { context?: PromoContext }; isEditing: boolean } }

/** Puck wants `metadata={{ context }}` beside this config, so that blocks find titles, prices and pictures. */
export function promoConfig(t: Translate): Config {
  const components = Object.fromEntries(
    BLOCK_TYPES.map((type) => [
      type,
      {
        label: blockName(type, t),
        defaultProps: structuredClone(BLOCKS[type].fallback),
        render: (props: PuckProps) => drawBlock(t, type, props),
      },
    ]),
  )
  return { components, root: { render: (props: RootDrawn) => drawRoot(t, props) } } as Config
}

function drawBlock(t: Translate, type: BlockType, { puck, ...props }: PuckProps): ReactNode {
  const Component = BLOCK_COMPONENTS[type] as ComponentType<Record<string, unknown>>
  const { context } = puck.metadata
  return context ? (
    <Component {...props} t={t} context={context} isEditing={puck.isEditing} isFirst={false} isHead />
  ) : null
}

type RootDrawn = { children: ReactNode; theme?: PageTheme; puck: PuckProps["puck"] }

function drawRoot(t: Translate, { children, theme, puck }: RootDrawn): ReactNode {
  const { context } = puck.metadata
  if (!context) return <>{children}</>
  // In the canvas neither is added: the fan would press on what is not a block.
  return (
    <PromoRoot t={t} context={context} theme={theme ?? THEME_PRESETS.paper} disclosed headed>
      {children}
    </PromoRoot>
  )
}

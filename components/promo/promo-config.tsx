/** Blocks as Puck knows them: labels, fields and defaults for the editor, and how each is drawn in its canvas. */
import type { Config, Field } from "@puckeditor/core"
import type { ComponentType, ReactNode } from "react"
import type { Translate } from "#lib/kernel/messages.ts"
import { BLOCK_TYPES, BLOCKS, type BlockType } from "#lib/pages/page-blocks.ts"
import { type PageTheme, THEME_PRESETS } from "#lib/pages/page-theme.ts"
import type { PromoContext } from "#lib/pages/promo-context.ts"
import { BLOCK_COMPONENTS } from "./block-components.ts"
import { blockFields, blockLabel } from "./promo-fields.ts"
import { PromoRoot } from "./promo-root.tsx"

export type PromoConfigOptions = {
  /** What can be chosen wherever a title is asked for. */
  titles: readonly { titleId: string; name: string }[]
  /** How a picture is chosen; a plain text field for its id when there is nothing better. */
  pictureField?: Field<string>
}

type PuckProps = { id: string; puck: { metadata: { context?: PromoContext }; isEditing: boolean } }

/** Puck wants `metadata={{ context }}` beside this config, so that blocks find titles, prices and pictures. */
export function promoConfig(t: Translate, options: PromoConfigOptions): Config {
  const components = Object.fromEntries(
    BLOCK_TYPES.map((type) => [
      type,
      {
        label: blockLabel(t, type),
        fields: blockFields(t, type, options),
        defaultProps: structuredClone(BLOCKS[type].fallback),
        render: (props: PuckProps) => drawBlock(t, type, props),
      },
    ]),
  )
  return { components, categories: categories(t), root: { render: (props: RootDrawn) => drawRoot(t, props) } } as Config
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

const categories = (t: Translate) => ({
  page: { title: t("The page"), components: ["Hero", "Text", "Quote", "Links"] as BlockType[] },
  works: { title: t("Titles"), components: ["Title", "TitleGrid", "DemoShelf", "Download"] as BlockType[] },
  media: { title: t("Pictures and films"), components: ["Gallery", "Video"] as BlockType[] },
  people: { title: t("People"), components: ["Supporters", "Disclosure"] as BlockType[] },
})

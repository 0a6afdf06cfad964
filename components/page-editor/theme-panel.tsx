"use client"
/** The look of a page: where to start from, typefaces, colours that can be read, corners, covers. */
import { type PageTheme, type PresetName, THEME_PRESETS, themeCss } from "#lib/pages/page-theme.ts"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import { ColourFields } from "./colour-fields.tsx"
import { ChoiceField } from "./field-control.tsx"
import { CHOICE_LABELS, LOOK_CHOICES, PRESET_NAMES, TYPE_NAMES } from "./look-words.ts"
import { usePage, usePageCommands } from "./page-commands.ts"
import { ThemeSwatch } from "./theme-swatch.tsx"

/** By content: a look read back from the database has its keys in another order. */
const sameLook = (a: PageTheme, b: PageTheme) =>
  themeCss(a) === themeCss(b) && a.cover === b.cover && a.backdrop === b.backdrop

const optionsOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }))

export function ThemePanel() {
  const t = useT()
  const say = useSay()
  const { editRoot } = usePageCommands()
  const theme = usePage((page) => (page.appState.data.root.props as { theme?: PageTheme }).theme) ?? THEME_PRESETS.paper
  const set = (part: Partial<PageTheme>) => editRoot({ theme: { ...theme, ...part } })
  const schemes = theme.scheme === "auto" ? (["light", "dark"] as const) : [theme.scheme]
  return (
    <div className="grid gap-6">
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="mb-2 text-14 font-semibold">{t("Start from")}</legend>
        {(Object.keys(THEME_PRESETS) as PresetName[]).map((name) => (
          <label
            key={name}
            className="cursor-pointer rounded-input border border-line p-1 hover:border-ink has-checked:border-ink has-checked:outline-1 has-checked:outline-ink has-focus-visible:outline-2 has-focus-visible:outline-brass"
          >
            <input
              type="radio"
              name="preset"
              className="sr-only"
              checked={sameLook(theme, THEME_PRESETS[name])}
              onChange={() => {
                editRoot({ theme: THEME_PRESETS[name] })
                say(t("The page wears {look} now.", { look: t.known(PRESET_NAMES[name]) }))
              }}
            />
            <ThemeSwatch theme={THEME_PRESETS[name]} />
            <span className="block px-1 py-1 text-12 font-semibold">{t.known(PRESET_NAMES[name])}</span>
          </label>
        ))}
      </fieldset>
      <ChoiceField
        label={t("Typefaces")}
        hint={undefined}
        value={theme.type}
        options={optionsOf(TYPE_NAMES)}
        onChange={(type) => set({ type: type as PageTheme["type"] })}
      />
      <Choice name="scheme" theme={theme} set={set} />
      {schemes.map((scheme) => (
        <ColourFields
          key={scheme}
          legend={scheme === "light" ? t("Colours by day") : t("Colours by night")}
          colours={theme[scheme]}
          onChange={(colours) => set({ [scheme]: colours })}
        />
      ))}
      {(["cover", "corners", "edges", "backdrop", "pace"] as const).map((name) => (
        <Choice key={name} name={name} theme={theme} set={set} />
      ))}
    </div>
  )
}

type ChoiceProps = {
  name: keyof typeof LOOK_CHOICES
  theme: PageTheme
  set: (part: Partial<PageTheme>) => void
}

function Choice({ name, theme, set }: ChoiceProps) {
  const t = useT()
  return (
    <ChoiceField
      label={t.known(CHOICE_LABELS[name])}
      hint={undefined}
      value={theme[name]}
      options={optionsOf(LOOK_CHOICES[name])}
      onChange={(value) => set({ [name]: value })}
    />
  )
}

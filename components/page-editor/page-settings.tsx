"use client"
/** What a page says to search engines and to those it is shared with, and in which language it speaks. */
import { useState } from "react"
import { LOCALE_NAMES, LOCALES, type Locale } from "#lib/kernel/messages.ts"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import { ChoiceField, FieldControl } from "./field-control.tsx"
import { usePage, usePageCommands } from "./page-commands.ts"
import { ROOT_FIELDS } from "./root-fields.ts"

type PageSettingsProps = {
  locale: Locale
  /** Answers whether it was kept. */
  saveLocale: (locale: Locale) => Promise<boolean>
  siteHref: string
}

export function PageSettings({ locale, saveLocale, siteHref }: PageSettingsProps) {
  const t = useT()
  const say = useSay()
  const { editRoot } = usePageCommands()
  const props = usePage((page) => page.appState.data.root.props as Record<string, unknown>)
  const [wrong, setWrong] = useState("")
  const [chosen, setChosen] = useState(locale)
  async function choose(next: Locale) {
    const before = chosen
    setChosen(next)
    setWrong("")
    if (await saveLocale(next)) return say(t("The page speaks {language} now.", { language: LOCALE_NAMES[next] }))
    setChosen(before)
    setWrong(t("The language could not be kept; try again in a moment."))
  }
  return (
    <div className="grid gap-5">
      <ChoiceField
        label={t("Language of the page")}
        hint={t("Of our own words on it: buttons, prices, the disclosure. It changes for visitors at once.")}
        value={chosen}
        options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        onChange={(value) => void choose(value as Locale)}
      />
      {wrong && (
        <p role="alert" className="text-14 text-danger">
          ▲ {wrong}
        </p>
      )}
      {ROOT_FIELDS.map((field) => (
        <FieldControl
          key={field.name}
          field={field}
          value={props[field.name]}
          onChange={(value) => editRoot({ [field.name]: value })}
        />
      ))}
      <p className="text-14 text-muted">
        {t("Name, address and titles belong to the site itself.")}{" "}
        <a className="link" href={siteHref}>
          {t("Change them there")}
        </a>
      </p>
    </div>
  )
}

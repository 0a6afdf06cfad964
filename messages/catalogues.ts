/** The message files, by language. `npm run messages` keeps them: English is written by it, the others are completed by hand. */
import type { Catalogue, Locale, Translate } from "#lib/kernel/messages.ts"
import { translator } from "#lib/kernel/messages.ts"
import clientKeys from "./client.json" with { type: "json" }
import de from "./de.json" with { type: "json" }

const CATALOGUES: Readonly<Record<Locale, Catalogue>> = { en: {}, de }

/** What client components need of a language; nothing for English, whose sentences stand in the code. */
const CLIENT: Readonly<Record<Locale, Catalogue>> = {
  en: {},
  de: Object.fromEntries(Object.entries(CATALOGUES.de).filter(([key]) => (clientKeys as string[]).includes(key))),
}

const translators = new Map<Locale, Translate>()

export function wordsOf(locale: Locale): Translate {
  const known = translators.get(locale)
  if (known) return known
  const made = translator(locale, CATALOGUES[locale])
  translators.set(locale, made)
  return made
}

export const clientCatalogue = (locale: Locale): Catalogue => CLIENT[locale]

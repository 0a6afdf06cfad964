"use client"
/** The reader's language for everything that runs in the browser; the frame of the page provides it. */
import { createContext, type ReactNode, useContext, useMemo } from "react"
import { type Catalogue, english, type Locale, type Translate, translator } from "#lib/kernel/messages.ts"

const WordsContext = createContext<Translate>(english)

type WordsProviderProps = {
  locale: Locale
  /** The sentences that client components use; empty for English. */
  catalogue: Catalogue
  children: ReactNode
}

export function WordsProvider({ locale, catalogue, children }: WordsProviderProps) {
  const t = useMemo(() => translator(locale, catalogue), [locale, catalogue])
  return <WordsContext value={t}>{children}</WordsContext>
}

/** In client components: `const t = useT()`. Server components take theirs from `app/_server/words.ts`. */
export const useT = (): Translate => useContext(WordsContext)

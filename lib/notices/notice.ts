/** One kind of notice: whom it is for, what it is about, where it leads and its words; and the figures in those words. */
import { formatDate, formatMoney } from "../kernel/format.ts"
import type { Translate } from "../kernel/messages.ts"
import { micros } from "../kernel/money.ts"
import type { NoticeCategory, NoticePace } from "./notice-state.ts"
import type { ProgramEvent } from "./program-event-state.ts"

export const AUDIENCES = ["fan", "buyer", "carrier", "publisher", "operator"] as const
export type Audience = (typeof AUDIENCES)[number]

export type NoticeWords = {
  /** One sentence; in a mail the subject. */
  title: string
  body: string
  /** What the button says that leads to `link`. */
  action: string
  /** Labels and values, shown in the mail. */
  rows?: readonly (readonly [label: string, value: string])[]
}

export type Notice<P> = {
  audience: Audience
  category: NoticeCategory
  pace: NoticePace
  /** What the person's own programs are told of it, whose message is written from the payload; absent: nothing. */
  event?: ProgramEvent | ((payload: P) => ProgramEvent)
  /** A path of ours. */
  link(payload: P): string
  words(t: Translate, payload: P): NoticeWords
}

/** Gives the definition its payload's type; values are strings, as the database's JSON keeps them. */
export const notice = <P extends Record<string, string>>(definition: Notice<P>): Notice<P> => definition

/** `amount` in micros, as a decimal string. */
export const money = (t: Translate, amount: string): string => formatMoney(micros(amount), t.locale)
/** `at` as ISO 8601. */
export const day = (t: Translate, at: string): string => formatDate(new Date(at), t.locale)
export const minute = (t: Translate, at: string): string => formatDate(new Date(at), t.locale, "minute")

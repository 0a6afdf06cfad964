/** The frame of every server action: refusals become the form's state, which keeps what was typed. */
import "server-only"
import type { z } from "zod"
import { EMPTY_FORM, type FormAction, type FormState } from "#components/ui/form-state.ts"
import { AppError } from "#lib/kernel/errors.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { words } from "./words.ts"

/** No text field of ours is longer; files travel another way. */
const MAX_KEPT_CHARS = 20_000
const SECRET = /password|secret|token/i

/** What an action says when it stays on its page; or it redirects, and says nothing. */
type Outcome = { done: string; values?: Record<string, string> } | undefined

/**
 * Wraps an action for `useActionState`. AppError -> the form's error (at its field when it names one); anything else
 * is a bug and goes to the error page. Redirects pass through.
 */
export function action(work: (form: FormData) => Promise<Outcome>): FormAction {
  return async (_previous, form) => {
    try {
      const outcome = await work(form)
      return { ...EMPTY_FORM, done: outcome?.done ?? null, values: outcome?.values ?? typed(form) }
    } catch (error) {
      if (error instanceof FormRefused)
        return { ...EMPTY_FORM, ...marked(await words(), error.fields), values: typed(form) }
      if (error instanceof AppError) return refusal(await words(), error, typed(form))
      throw error
    }
  }
}

/** Sentences at their fields, in the reader's language, and one above the form that says to look there. */
const marked = (t: Translate, fields: Readonly<Record<string, string>>) => ({
  error: t("Please look at what is marked below; nothing was changed yet."),
  fields: Object.fromEntries(Object.entries(fields).map(([name, sentence]) => [name, t.known(sentence)])),
})

/** Several fields at once are wrong. */
class FormRefused extends Error {
  readonly fields: Record<string, string>
  constructor(fields: Record<string, string>) {
    super("form refused")
    this.fields = fields
  }
}

/**
 * Checks a form's fields by a zod object; a field that stands in the form several times comes as an array when
 * `many` names it. Shows every wrong field at once.
 */
export function parseForm<T>(form: FormData, schema: z.ZodType<T>, many: readonly string[] = []): T {
  const names = new Set([...form.keys()].filter((name) => !name.startsWith("$ACTION")))
  const value = Object.fromEntries([
    ...[...names].map((name) => [name, many.includes(name) ? form.getAll(name) : form.get(name)]),
    ...many.filter((name) => !names.has(name)).map((name) => [name, []]),
  ])
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) fields[String(issue.path[0] ?? "form")] ??= issue.message
  throw new FormRefused(fields)
}

function refusal(t: Translate, error: AppError, values: Record<string, string>): FormState {
  if (!error.field) return { ...EMPTY_FORM, error: t.known(error.detail), values }
  return { ...EMPTY_FORM, ...marked(t, { [error.field]: error.detail }), values }
}

function typed(form: FormData): Record<string, string> {
  const values: Record<string, string> = {}
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION") || SECRET.test(name)) continue
    const texts = form.getAll(name).filter((v) => typeof v === "string")
    if (texts.length > 0) values[name] = texts.join(",").slice(0, MAX_KEPT_CHARS)
  }
  return values
}

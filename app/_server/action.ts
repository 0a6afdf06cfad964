/** The frame of every server action: refusals become the form's state, which keeps what was typed. */
import "server-only"
import type { z } from "zod"
import { EMPTY_FORM, type FormAction, type FormState } from "#components/ui/form-state.ts"
import { AppError } from "#lib/kernel/errors.ts"

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
        return { ...EMPTY_FORM, error: CHECK_FIELDS, fields: error.fields, values: typed(form) }
      if (error instanceof AppError) return refusal(error, typed(form))
      throw error
    }
  }
}

const CHECK_FIELDS = "Please look at what is marked below; nothing was changed yet."

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

function refusal(error: AppError, values: Record<string, string>): FormState {
  if (!error.field) return { ...EMPTY_FORM, error: error.detail, values }
  return { ...EMPTY_FORM, error: CHECK_FIELDS, fields: { [error.field]: error.detail }, values }
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

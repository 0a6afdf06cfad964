/** An account's keys: what each is for, what it may do, when and where from it was used last, and a button that ends it. */
import type { KeyView } from "#lib/api/queries.ts"
import { SCOPES } from "#lib/api/scopes.ts"
import { formatDate } from "#lib/kernel/format.ts"
import type { Translate } from "#lib/kernel/messages.ts"
import { Card } from "../ui/card.tsx"
import { Chip } from "../ui/chip.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { ActionForm, FormError, SubmitButton } from "../ui/form.tsx"
import type { FormAction } from "../ui/form-state.ts"

type KeyListProps = { t: Translate; keys: readonly KeyView[]; revoke: FormAction; now: Date }

export function KeyList({ t, keys, revoke, now }: KeyListProps) {
  return (
    <ul className="grid gap-3">
      {keys.map((key) => (
        <Card as="li" key={key.keyId} className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
          <div className="grid min-w-0 gap-2">
            <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-18">
              <span className="min-w-0 wrap-anywhere">{key.name}</span>
              {key.hint && <code className="font-mono text-14 font-normal text-muted">ff_…{key.hint}</code>}
              <StateChip t={t} view={key} now={now} />
            </h3>
            <ul className="flex flex-wrap gap-1.5" aria-label={t("What it may do")}>
              {key.scopes.map((scope) => (
                <li key={scope}>
                  <Chip title={t.known(SCOPES[scope])}>
                    <code className="font-mono">{scope}</code>
                  </Chip>
                </li>
              ))}
            </ul>
            <Story t={t} view={key} />
          </div>
          {key.revokedAt === null && (
            <ActionForm action={revoke} saysByToast>
              <input type="hidden" name="keyId" value={key.keyId} />
              <FormError />
              <SubmitButton variant="danger" size="small" className="justify-self-start">
                {t("Revoke")}
                <span className="sr-only">
                  {" "}
                  {key.name} {key.hint}
                </span>
              </SubmitButton>
            </ActionForm>
          )}
        </Card>
      ))}
    </ul>
  )
}

type OneKey = { t: Translate; view: KeyView }

function StateChip({ t, view, now }: OneKey & { now: Date }) {
  if (view.revokedAt) return <Chip fill="outline">{t("revoked")}</Chip>
  if (view.expiresAt && view.expiresAt <= now) return <Chip fill="outline">{t("ended")}</Chip>
  return null
}

function Story({ t, view }: OneKey) {
  const made = t("made {day}", { day: formatDate(view.createdAt, t.locale) })
  return (
    <p className="text-14 text-muted">
      {made}
      {" · "}
      {view.lastUsedAt ? (
        <>
          {t("last used")} <DateTime at={view.lastUsedAt} mode="datetime" />
          {view.lastUsedFrom && ` ${t("from {network}", { network: view.lastUsedFrom })}`}
        </>
      ) : (
        t("never used")
      )}
      {view.expiresAt && !view.revokedAt && (
        <>
          {" · "}
          {t("works until {day}", { day: formatDate(view.expiresAt, t.locale) })}
        </>
      )}
      {view.revokedAt && (
        <>
          {" · "}
          {t("revoked {day}", { day: formatDate(view.revokedAt, t.locale) })}
        </>
      )}
    </p>
  )
}

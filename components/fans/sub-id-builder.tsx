"use client"
/** Puts the fan's own tags on a link while they are typed; without script the same form asks for the page anew. */
import { type FormEvent, useState } from "react"
import { linkWithSubIds, SUB_ID_NAMES, type SubIds } from "#lib/fans/link-address.ts"
import { Button } from "../ui/button.tsx"
import { CopyField } from "../ui/copy-field.tsx"
import { Field, TextInput } from "../ui/field.tsx"
import { useT } from "../ui/words.tsx"

export function SubIdBuilder({ link, path, begun }: { link: string; path: string; begun: SubIds }) {
  const t = useT()
  const [ids, setIds] = useState(begun)
  const { address, wrong } = linkWithSubIds(link, ids)
  const read = (event: FormEvent<HTMLFormElement>) =>
    setIds(Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])))
  const fault = t("A sub-id is 1 to 64 letters, digits, dots, hyphens or underscores.")
  return (
    <form
      action={`${path}#sub-ids`}
      onChange={read}
      onSubmit={(event) => {
        event.preventDefault()
        read(event)
      }}
      className="grid gap-5"
      aria-label={t("Put sub-ids on the link")}
    >
      <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-3 lg:grid-cols-6">
        {SUB_ID_NAMES.map((name) => (
          <Field
            key={name}
            name={name}
            label={<span className="font-mono">{name}</span>}
            required={false}
            error={wrong.includes(name) ? fault : undefined}
          >
            <TextInput
              defaultValue={begun[name]}
              maxLength={64}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="font-mono"
            />
          </Field>
        ))}
      </div>
      <noscript>
        <Button type="submit">{t("Put them on the link")}</Button>
      </noscript>
      <CopyField label={t("The link with your sub-ids")} value={address} />
    </form>
  )
}

"use client"
/** Where visitors find the page, and domains of the fan's own: the records to set, whether they are there, and letting go. */
import { type FormEvent, useCallback, useEffect, useState } from "react"
import { Button } from "../ui/button.tsx"
import { Chip } from "../ui/chip.tsx"
import { CopyField } from "../ui/copy-field.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { useT } from "../ui/words.tsx"
import { useSay } from "./announcer.tsx"
import type { EditorDoor } from "./editor-door.ts"
import { BOX, Labelled } from "./labelled.tsx"

type Domain = {
  domain: string
  recordName: string
  recordValue: string
  verifiedAt: string | null
  lastCheckedAt: string | null
  lastError: string | null
}
type Listed = { pointTo: string; domains: readonly Domain[] }
type Ask = (method: "POST" | "PUT" | "DELETE", domain: string, done: string) => Promise<boolean>

export function DomainPanel({ door, address }: { door: EditorDoor; address: string }) {
  const t = useT()
  const say = useSay()
  const [listed, setListed] = useState<Listed | null>(null)
  const [typed, setTyped] = useState("")
  const [wrong, setWrong] = useState("")
  const [isBusy, setBusy] = useState(false)
  const load = useCallback(async () => {
    const answer = await door.domains<Listed>("GET")
    if (answer.ok) setListed(answer)
    setWrong(answer.ok ? "" : t.known(answer.detail))
  }, [door, t])
  useEffect(() => void load(), [load])
  const ask: Ask = async (method, domain, done) => {
    if (isBusy) return false
    setBusy(true)
    setWrong("")
    const answer = await door.domains<Listed>(method, domain)
    setBusy(false)
    if (answer.ok) {
      setListed(answer)
      say(done)
    } else setWrong(t.known(answer.detail))
    return answer.ok
  }
  async function add(event: FormEvent) {
    event.preventDefault()
    if (await ask("POST", typed.trim(), t("The domain was added. Set its two records now."))) setTyped("")
  }
  return (
    <div className="grid gap-5">
      <CopyField label={t("Address of the page")} value={address} />
      <form onSubmit={add} className="grid gap-3">
        <Labelled
          label={t("A domain of your own")}
          hint={t("You keep it where you bought it; two records lead it here.")}
          error={wrong}
        >
          {(control) => (
            <input
              {...control}
              className={`${BOX} h-10`}
              value={typed}
              maxLength={253}
              placeholder="games.example.com"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Labelled>
        <Button type="submit" size="small" className="justify-self-start" aria-disabled={isBusy}>
          {t("Add the domain")}
        </Button>
      </form>
      <ul className="grid gap-4">
        {listed?.domains.map((domain) => (
          <DomainCard key={domain.domain} domain={domain} pointTo={listed.pointTo} ask={ask} isBusy={isBusy} />
        ))}
      </ul>
    </div>
  )
}

type DomainCardProps = { domain: Domain; pointTo: string; ask: Ask; isBusy: boolean }

function DomainCard({ domain, pointTo, ask, isBusy }: DomainCardProps) {
  const t = useT()
  const name = domain.domain
  return (
    <li className="grid gap-3 rounded-card border border-line bg-paper p-3">
      <p className="flex flex-wrap items-center gap-2 font-semibold">
        <span className="break-all">{name}</span>
        <Chip tone={domain.verifiedAt ? "ok" : "neutral"}>{domain.verifiedAt ? t("proven") : t("not proven yet")}</Chip>
      </p>
      <p className="text-14 text-muted">
        {t("1. Lead the domain here: a CNAME record (ALIAS, where there is no name before the domain).")}
      </p>
      <CopyField label={t("CNAME leads to")} value={pointTo} />
      <p className="text-14 text-muted">{t("2. Prove that it is yours: a TXT record.")}</p>
      <CopyField label={t("Name of the TXT record")} value={domain.recordName} />
      <CopyField label={t("Value of the TXT record")} value={domain.recordValue} />
      {domain.lastError && <p className="text-14 text-danger">▲ {t.known(domain.lastError)}</p>}
      {domain.lastCheckedAt && (
        <p className="text-12 text-muted">
          {t("Last checked:")} <DateTime at={domain.lastCheckedAt} mode="datetime" />
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          aria-disabled={isBusy}
          onClick={() => void ask("PUT", name, t("{domain} was checked.", { domain: name }))}
        >
          {t("Check now")}
          <span className="sr-only">{name}</span>
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-disabled={isBusy}
          onClick={() => void ask("DELETE", name, t("{domain} was taken off.", { domain: name }))}
        >
          {t("Take it off")}
          <span className="sr-only">{name}</span>
        </Button>
      </div>
    </li>
  )
}

"use client"
/** The catalogue's form: an ordinary GET form, which answers while one types where scripts run. */
import { useRouter } from "next/navigation"
import { type FormEvent, type ReactNode, useEffect, useRef, useTransition } from "react"
import { questAddress, readQuest } from "#lib/catalog/catalogue-quest.ts"

/** Long enough that a word is asked for once, short enough to feel like typing. */
const TYPING_MS = 220

type InstantFormProps = {
  /** The address the fields stand for; when it becomes another by other means than this form, the fields follow. */
  address: string
  label: string
  children: ReactNode
}

export function InstantForm({ address, label, children }: InstantFormProps) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const form = useRef<HTMLFormElement>(null)
  const own = useRef(address)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (own.current !== address && form.current) follow(form.current, address)
    own.current = address
  }, [address])
  useEffect(() => () => clearTimeout(timer.current), [])

  const go = () => {
    clearTimeout(timer.current)
    if (!form.current) return
    const fields = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, String(value)]))
    const wanted = questAddress(readQuest(fields))
    if (wanted === own.current) return
    own.current = wanted
    start(() => router.replace(wanted, { scroll: false }))
  }
  const onChange = (event: FormEvent<HTMLFormElement>) => {
    clearTimeout(timer.current)
    const typing = event.target instanceof HTMLInputElement && ["search", "text"].includes(event.target.type)
    timer.current = setTimeout(go, typing ? TYPING_MS : 0)
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    go()
  }
  return (
    <search>
      <form
        ref={form}
        action="/store"
        aria-label={label}
        aria-busy={pending}
        onChange={onChange}
        onSubmit={onSubmit}
        className="grid grid-cols-[minmax(0,1fr)] gap-5"
      >
        {children}
      </form>
    </search>
  )
}

/** Fields go back to what the page was made with; a select does not know that by itself. */
function follow(form: HTMLFormElement, address: string): void {
  form.reset()
  const sort = form.elements.namedItem("sort")
  if (sort instanceof HTMLSelectElement)
    sort.value = new URL(address, window.location.href).searchParams.get("sort") ?? ""
}

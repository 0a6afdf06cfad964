/** A mail is on its way. */
import type { Metadata } from "next"
import Link from "next/link"
import { deps } from "#app/_server/deps.ts"
import { words } from "#app/_server/words.ts"
import { Rich } from "#components/ui/rich.tsx"
import { m } from "#lib/kernel/messages.ts"
import { AccountPage } from "../account-page.tsx"

export async function generateMetadata(): Promise<Metadata> {
  const t = await words()
  return { title: t("Check your mail") }
}

const WORDS = {
  confirm: m("Open the link we have just sent you, and your account is ready."),
  link: m("Open the link we have just sent you, and you are signed in."),
  reset: m("If there is an account with this address, a link to choose a new password is on its way."),
} as const

type Props = { searchParams: Promise<{ for?: string }> }

export default async function CheckYourMailPage({ searchParams }: Props) {
  const { for: reason } = await searchParams
  const t = await words()
  const { mailboxUrl, smtpUrl } = deps().config
  return (
    <AccountPage
      title={t("Check your mail")}
      lead={t.known(reason && Object.hasOwn(WORDS, reason) ? WORDS[reason as keyof typeof WORDS] : WORDS.link)}
      below={
        <p>
          <Rich
            text={t("Nothing after a few minutes? Look among unwanted mail, or <again>ask for another link</again>.")}
            again={(inner) => (
              <Link className="link" href="/sign-in">
                {inner}
              </Link>
            )}
          />
        </p>
      }
    >
      {mailboxUrl && !smtpUrl ? (
        <p>
          <Rich
            text={t("No mail leaves this machine: it lands in <mailbox>the mailbox page</mailbox>.")}
            mailbox={(inner) => (
              <a className="link" href={mailboxUrl}>
                {inner}
              </a>
            )}
          />
        </p>
      ) : null}
    </AccountPage>
  )
}

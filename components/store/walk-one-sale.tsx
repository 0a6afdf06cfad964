/** The sample world's tour: one sale from a stranger's blog to money in a fan's PayPal, each step a real page. */
import { Card } from "../ui/card.tsx"

type WalkProps = { blogUrl: string | null; mailboxUrl: string | null }

export function WalkOneSale({ blogUrl, mailboxUrl }: WalkProps) {
  const steps = [
    {
      href: blogUrl,
      label: "A stranger's blog",
      text: "Press the button in one of the posts. The click is stored before you are sent on.",
    },
    {
      href: "/sign-in",
      label: "Be a buyer",
      text: "A buyer needs only an e-mail. The link to sign in arrives in the mailbox below.",
    },
    { href: mailboxUrl, label: "The mailbox", text: "Every mail this world sends ends up here." },
    {
      href: "#shelf",
      label: "Buy at the stand-in for PayPal",
      text: "No real money moves. Then watch the download ring fill from carriers and from the origin.",
    },
    {
      href: "/operate#time-machine",
      label: "Move the clock",
      text: "As the operator: a week settles the carriage, some more and the holds mature, a Monday pays.",
    },
    {
      href: "/dashboard",
      label: "The fan's statement",
      text: "Both streams, line by line, with the signed receipts, and the payout.",
    },
  ]
  return (
    <Card as="section" className="grid gap-6" id="walk">
      <div className="grid gap-2">
        <h2 className="text-28">Walk one sale</h2>
        <p className="max-w-read text-muted">
          You are in the sample world. Six steps, each on the real pages; the sign-ins are printed where you started
          Fanfare.
        </p>
      </div>
      <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
        {steps.map((step, i) => (
          <li key={step.label} className="grid content-start gap-1 border-t-2 border-brass-fill pt-3">
            <span className="text-14 text-muted figures">{i + 1}</span>
            <a className="link text-18 font-semibold" href={step.href ?? "#"}>
              {step.label}
            </a>
            <span className="text-14 text-muted">{step.text}</span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** The parts of the kit that are markup alone: buttons, fields, notices, figures, what is empty and what is still coming. */
import type { Translate } from "#lib/kernel/messages.ts"
import { type Cents, cents } from "#lib/kernel/money.ts"
import { Breadcrumbs } from "../shell/breadcrumbs.tsx"
import { Button, ButtonLink } from "../ui/button.tsx"
import { Bytes } from "../ui/bytes.tsx"
import { Card, Section } from "../ui/card.tsx"
import { CopyField } from "../ui/copy-field.tsx"
import { DateTime } from "../ui/date-time.tsx"
import { EmptyState } from "../ui/empty-state.tsx"
import { Checkbox, Field, PasswordInput, Select, TextArea, TextInput } from "../ui/field.tsx"
import { Money } from "../ui/money.tsx"
import { Notice } from "../ui/notice.tsx"
import { Progress } from "../ui/progress.tsx"
import { SegmentedControl } from "../ui/segmented-control.tsx"
import { Skeleton, SkeletonRows } from "../ui/skeleton.tsx"
import { Sparkline } from "../ui/sparkline.tsx"
import { Stat } from "../ui/stat.tsx"

const CLICKS = [3, 5, 4, 9, 12, 8, 14, 11, 19, 22, 18, 27, 24, 31]
const BYTES = [0, 0, 4, 9, 2, 0, 0, 6, 14, 12, 3, 0, 9, 18]

export function DesignParts({ t }: { t: Translate }) {
  return (
    <>
      <Section title="Where one is">
        <Breadcrumbs t={t} trail={[{ label: "Links", href: "/dashboard/links" }]} here="/r/k7m2pq" />
      </Section>
      <Buttons />
      <Fields />
      <Section title="Notices">
        <Notice title="To know">A demo carries the whole release and opens its trial part for 30 days.</Notice>
        <Notice tone="ok">The payout of $12.40 is on its way to PayPal.</Notice>
        <Notice tone="brass" title="One step is left">
          Say where your earnings should go.
        </Notice>
        <Notice tone="danger">PayPal declined the payment. Nothing was charged.</Notice>
      </Section>
      <Figures />
      <Section title="Nothing yet, and still coming">
        <EmptyState title="Your links will stand here" action={<ButtonLink href="/design">Make a link</ButtonLink>}>
          Each shows its clicks, demos and sales as they happen.
        </EmptyState>
        <SkeletonRows label="The rows are on their way" rows={4} />
        <div className="grid gap-2">
          <Skeleton className="h-9 w-48" />
          <Skeleton className="h-4 w-full max-w-read" />
        </div>
      </Section>
    </>
  )
}

function Buttons() {
  return (
    <Section title="Buttons" description="One primary button per view. Buttons are verbs.">
      {(["large", "normal", "small"] as const).map((size) => (
        <p key={size} className="flex flex-wrap items-center gap-3">
          <Button size={size} variant="primary">
            Buy with PayPal
          </Button>
          <Button size={size}>Start the demo</Button>
          <Button size={size} variant="quiet">
            Not now
          </Button>
          <Button size={size} variant="danger">
            Retire the link
          </Button>
          <Button size={size} disabled>
            Sold out
          </Button>
          <ButtonLink size={size} href="/design">
            See the title
          </ButtonLink>
        </p>
      ))}
    </Section>
  )
}

function Fields() {
  return (
    <Section title="Fields">
      <div className="grid grid-cols-1 gap-6 md:grid-cols-2">
        <Field name="d-name" label="Name" hint="As people will read it.">
          <TextInput defaultValue="Damp Attic" />
        </Field>
        <Field name="d-url" label="Address of your site" error="Give the site's full address, beginning with https://.">
          <TextInput defaultValue="damp attic" />
        </Field>
        <Field name="d-kind" label="Kind" required={false}>
          <Select>
            <option>Game</option>
            <option>Film</option>
          </Select>
        </Field>
        <Field name="d-password" label="Password">
          <PasswordInput defaultValue="correct horse" />
        </Field>
        <Field name="d-words" label="Words" className="md:col-span-2">
          <TextArea rows={3} placeholder="What you love about it" />
        </Field>
        <Checkbox name="d-mails" label="Mail me when something sells" hint="At most one a day." defaultChecked />
        <CopyField label="The link itself" value="https://fanfare.example/r/k7m2pq" />
        <SegmentedControl
          label="Span"
          name="d-span"
          value="30"
          segments={[
            { value: "7", label: "7 days" },
            { value: "30", label: "30 days" },
            { value: "all", label: "All" },
          ]}
        />
      </div>
    </Section>
  )
}

function Figures() {
  const price: Cents = cents(1950n)
  return (
    <Section title="Figures" description="A number first, its story second.">
      <div className="grid grid-cols-1 gap-6 sm:grid-cols-2 lg:grid-cols-4">
        <Stat label="Matured" value={<Money cents={price} />} story="Yours on Monday." />
        <Stat
          label="Counted clicks"
          value="207"
          story="31 yesterday"
          tone="referral"
          chart={
            <Sparkline series={CLICKS} tone="referral" label="Counted clicks per day: from 3 to 31 within 14 days" />
          }
        />
        <Stat
          label="Carried"
          value={<Bytes count={77_300_000_000} />}
          story="18 GB yesterday"
          tone="carriage"
          chart={
            <Sparkline series={BYTES} tone="carriage" label="Gigabytes carried per day: from 0 to 18 within 14 days" />
          }
        />
        <Stat label="Next payout" value={<DateTime at="2026-11-30T06:00:00Z" />} story="Mondays, 06:00 UTC" />
      </div>
      <Card className="grid gap-5">
        <Progress
          label="Downloading Damp Attic"
          share={0.62}
          carriedShare={0.41}
          figure={<Bytes count={640_000_000} />}
        />
        <Progress label="Sealing the release" share={0.3} figure="30 %" />
        <Progress label="Asking for carriers" share={null} />
      </Card>
    </Section>
  )
}

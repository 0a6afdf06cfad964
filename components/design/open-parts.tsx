"use client"
/** The parts of the kit that open, turn or speak: dialogs, menus, tabs, switches, tips, toasts. */
import { useState } from "react"
import { Button } from "../ui/button.tsx"
import { Section } from "../ui/card.tsx"
import { ComboBox } from "../ui/combo-box.tsx"
import { AlertDialog, Dialog } from "../ui/dialog.tsx"
import { Field } from "../ui/field.tsx"
import { Menu, MoreDots } from "../ui/menu.tsx"
import { Popover } from "../ui/popover.tsx"
import { Switch } from "../ui/switch.tsx"
import { Tabs } from "../ui/tabs.tsx"
import { toast } from "../ui/toasts.ts"
import { Tooltip } from "../ui/tooltip.tsx"

const TITLES = ["Damp Attic", "Tin Comet", "Paper Moon", "Salt Radio", "Low Orbit Choir", "The Quiet Engine"]
const SECTIONS = [
  {
    actions: [
      { id: "copy", label: "Copy the link" },
      { id: "open", label: "Open its page", href: "/design#opened" },
    ],
  },
  {
    title: "Careful",
    actions: [
      { id: "pay", label: "Pay it out", hint: "Not before 22 December", disabled: true },
      { id: "retire", label: "Retire the link", danger: true },
    ],
  },
]

export function OpenParts() {
  const [open, setOpen] = useState(false)
  return (
    <Section title="What opens">
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => setOpen(true)}>Open a dialog</Button>
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title="Name the view"
          lead="It stands in the list of views from now on."
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Leave it</Button>
              <Button variant="primary" onClick={() => setOpen(false)}>
                Keep the view
              </Button>
            </>
          }
        >
          <Field name="view" label="Name">
            <input className="h-11 w-full rounded-input border border-edge bg-surface px-3" aria-label="Name" />
          </Field>
        </Dialog>
        <AlertDialog
          trigger="Retire the link"
          title="Retire /r/k7m2pq?"
          lead="Visitors still arrive at the title, but nothing is counted any more. This cannot be undone."
          confirm="Retire it"
          action={() => void toast("The link is retired.")}
        />
        <Menu
          label="Actions for /r/k7m2pq"
          trigger={<MoreDots />}
          sections={SECTIONS}
          onAction={(id) => toast(`Chosen: ${id}.`)}
        />
        <Popover trigger="A popover" label="More about it">
          <p className="max-w-60 text-14">A small sheet beside its button. Escape or a press elsewhere closes it.</p>
        </Popover>
        <Button onClick={() => toast("The link is copied.")}>Say it</Button>
        <Button onClick={() => toast("PayPal cannot be reached. Nothing was charged.", { tone: "danger" })}>
          Say what failed
        </Button>
        <Button
          onClick={() =>
            toast("The row is gone.", { tone: "info", action: { label: "Undo", run: () => toast("It is back.") } })
          }
        >
          Say it, with a way back
        </Button>
        <Tooltip tip="Counted: without robots and repeats within an hour.">
          <Button>With a tip</Button>
        </Tooltip>
        <p>
          A word with a tip:{" "}
          <Tooltip focusable tip="Verified bytes another computer received from yours.">
            carriage
          </Tooltip>
        </p>
      </div>
      <div className="grid max-w-read gap-4">
        <Switch name="d-carry" label="Carry while I sleep" hint="From 23:00 to 07:00, at full speed." defaultChecked />
        <Switch name="d-mail" label="Mail me each sale" />
        <Switch name="d-off" label="Carry on mobile data" disabled />
        <Field name="d-title" label="Title" hint="Type a part of its name.">
          <ComboBox choices={TITLES.map((label) => ({ id: label.toLowerCase().replaceAll(" ", "-"), label }))} />
        </Field>
      </div>
      <Tabs
        label="Ways to embed"
        tabs={[
          { id: "badge", label: "Badge", content: <p>A picture with a link, for pages that strip scripts.</p> },
          { id: "frame", label: "Frame", content: <p>For blogs that allow frames.</p> },
          { id: "script", label: "Script", content: <p>For sites of your own.</p> },
        ]}
      />
    </Section>
  )
}

"use client"
/** Says, while a form is under way, which address is being opened: it may take ten seconds. */
import { useFormStatus } from "react-dom"
import { Progress } from "../ui/progress.tsx"

export function Looking({ label }: { label: string }) {
  const { pending } = useFormStatus()
  return (
    <div role="status" className="w-full">
      {pending && (
        <div className="pt-4">
          <Progress label={label} share={null} />
        </div>
      )}
    </div>
  )
}

/** The notifications stand among the places of the account. */
import type { ReactNode } from "react"
import { AccountFrame } from "../account-frame.tsx"

export default ({ children }: { children: ReactNode }) => <AccountFrame>{children}</AccountFrame>

/** `npm run check:budgets`: what each kind of page costs a visitor, in a production build, beside what it may cost. */
import { bootstrap } from "./bootstrap.mjs"

await bootstrap()
const { checkBudgets } = await import("../tests/budgets/check-budgets.ts")
process.exit((await checkBudgets()) ? 0 : 1)

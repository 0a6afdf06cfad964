/**
 * `npm run tale`: one sale from a stranger's blog to money in a fan's PayPal, driven only through a browser, the node's
 * command line and HTTP. Prints `tale N/M real: …` for every step that was really checked. Its options are those of
 * `npm start`; without `--data` and `--port` it takes a fresh folder and free ports.
 */
import { bootstrap } from "./bootstrap.mjs"

await bootstrap()
const { tellTale } = await import("../tests/tale/tell-tale.ts")
const held = await tellTale(process.argv.slice(2)).catch((error) => {
  console.error(error.message)
  return false
})
process.exit(held ? 0 : 1)

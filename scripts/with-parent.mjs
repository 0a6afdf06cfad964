/** Preloaded into every child of `npm start`: a child whose parent died (kill -9 included) ends too. */
if (process.channel) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))
  // The link to the parent must not keep a child alive that has nothing else to do. A worker of Next inherits this file and
  // does nothing else than wait for that link: on a busy machine it ended before its work came, and the page never did.
  if (!process.env.JEST_WORKER_ID) process.channel.unref()
}
// Not for grandchildren: workers that live by their link alone (Next's in development) would end before their first word.
const own = process.execArgv.findIndex((arg) => arg.includes("with-parent.mjs"))
if (own > 0) process.execArgv.splice(own - 1, 2)

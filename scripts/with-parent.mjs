/** Preloaded into every child of `npm start`: a child whose parent died (kill -9 included) ends too. */
if (process.channel) {
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))
  // The link to the parent must not keep a child alive that has nothing else to do.
  process.channel.unref()
}

/** A body that is written while it is read: the reader's pace is ours, and memory holds one piece of it. */
import "server-only"

/** Whoever stops reading stops the writing too. */
export function streamOf(pieces: AsyncGenerator<string, unknown, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await pieces.return(undefined)),
  })
}

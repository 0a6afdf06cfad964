/** A name server for tests: it knows the names a test tells it, and nobody else's (RFC 1035; A and TXT over UDP). */
import { createSocket } from "node:dgram"
import { once } from "node:events"

export type TestDns = {
  port: number
  /** By name in small letters; read anew for every question. */
  addresses: Map<string, string>
  txt: Map<string, string>
  /** What was asked, such as "TXT _fanfare.site.example". */
  asked: string[]
  close(): Promise<void>
}

const TYPES: Readonly<Record<number, string>> = { 1: "A", 16: "TXT", 28: "AAAA" }
const HEADER_BYTES = 12
/** An answer, authoritative, recursion desired and available; then without and with "no such name". */
const FOUND = 0x8580
const NO_SUCH_NAME = 0x8583

/** On 127.0.0.1; port 0 takes any that is free. */
export async function openTestDns(port: number): Promise<TestDns> {
  const [addresses, txt, asked] = [new Map<string, string>(), new Map<string, string>(), [] as string[]]
  const socket = createSocket("udp4", (question, { port: askerPort, address }) => {
    const { name, type, end } = readQuestion(question)
    asked.push(`${TYPES[type] ?? type} ${name}`)
    const data = type === 1 ? ipBytes(addresses.get(name)) : type === 16 ? txtBytes(txt.get(name)) : null
    const isKnown = addresses.has(name) || txt.has(name)
    socket.send(
      answerTo(question.subarray(0, end), { type, data, flags: isKnown ? FOUND : NO_SUCH_NAME }),
      askerPort,
      address,
    )
  })
  socket.bind(port, "127.0.0.1")
  await once(socket, "listening")
  const close = () => new Promise<void>((done) => socket.close(() => done()))
  return { port: socket.address().port, addresses, txt, asked, close }
}

/** `end`: where the first question ends; what stands behind it is of no interest. */
function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = HEADER_BYTES
  for (let length = message[at]!; length > 0; length = message[at]!) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join(".").toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 }
}

type Answer = { type: number; data: Buffer | null; flags: number }

function answerTo(question: Buffer, { type, data, flags }: Answer): Buffer {
  const head = Buffer.from(question)
  head.writeUInt16BE(flags, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data ? 1 : 0, 6)
  head.fill(0, 8, HEADER_BYTES)
  if (!data) return head
  const record = Buffer.alloc(12)
  // The name is the question's; class IN; a life of no time, so that nothing is remembered.
  record.writeUInt16BE(0xc000 | HEADER_BYTES, 0)
  record.writeUInt16BE(type, 2)
  record.writeUInt16BE(1, 4)
  record.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, record, data])
}

const ipBytes = (address: string | undefined): Buffer | null =>
  address === undefined ? null : Buffer.from(address.split(".").map(Number))

/** One string of at most 255 bytes. */
const txtBytes = (text: string | undefined): Buffer | null =>
  text === undefined ? null : Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])

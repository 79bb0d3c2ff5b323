/** What happened in a run, line by line; two runs were the same where their hashes are. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

export class Trace {
  readonly #hash = createHash('sha256')
  readonly #now: () => number
  readonly #tell: (line: string) => void
  readonly #from: number
  lines = 0

  constructor(now: () => number, tell: (line: string) => void = () => {}) {
    this.#now = now
    this.#from = now()
    this.#tell = tell
  }

  note(what: string): void {
    const line = `${this.#now() - this.#from} ${what}`
    this.lines++
    this.#hash.update(line)
    this.#tell(line)
  }

  /** Also what is in it. */
  noteBytes(what: string, bytes: Uint8Array): void {
    this.note(`${what} ${bytes.length} bytes ${crc32(bytes).toString(16)}`)
  }

  digest(): string {
    return this.#hash.digest('hex')
  }
}

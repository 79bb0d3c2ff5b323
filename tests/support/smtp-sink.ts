/** A real mail server on this machine that keeps what it takes; gone when the test is over. */
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { onTestFinished } from 'vitest'

interface Mailed {
  from: string
  to: string[]
  /** As it came: headers, an empty line, the text. */
  raw: string
}

export class SmtpSink {
  readonly mailed: Mailed[] = []
  /** The next answers to a recipient, one a message; `null` takes it, and so does what comes after these. */
  refusals: (Error | null)[] = []
  readonly #server: SMTPServer

  private constructor() {
    this.#server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      disableReverseLookup: true,
      onRcptTo: (_address, _session, done) => done(this.refusals.shift() ?? null),
      onData: async (stream, { envelope }, done) => {
        const { mailFrom, rcptTo } = envelope
        const raw = await text(stream)
        const from = mailFrom === false ? '' : mailFrom.address
        this.mailed.push({ from, to: rcptTo.map(({ address }) => address), raw })
        done()
      },
    })
    this.#server.on('error', () => {})
  }

  static async open(): Promise<SmtpSink> {
    const sink = await SmtpSink.listening()
    onTestFinished(() => sink.close())
    return sink
  }

  /** To be closed by whoever opens it: the browser tests have another runner. */
  static async listening(): Promise<SmtpSink> {
    const sink = new SmtpSink()
    await new Promise<void>((resolve) => sink.#server.listen(0, '127.0.0.1', () => resolve()))
    return sink
  }

  get settings() {
    const { port } = this.#server.server.address() as AddressInfo
    return { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'board@flashboard.example' }
  }

  get lastCode(): string {
    return /code there within 30 minutes: (\d{6})/.exec(unfolded(this.mailed.at(-1)!.raw))![1]!
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}

/** Without the line ends that quoted-printable adds. */
export function unfolded(raw: string): string {
  return raw.replaceAll('=\r\n', '')
}
